using Akka.Actor;
using Akka.Event;

namespace FtpActors.Server.Outcomes;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>) of those who must not miss how a transfer ended.</summary>
/// <remarks>
/// A subscriber hears every <see cref="FtpTransferEvent"/>, itself the message, and answers each with <see cref="OutcomeReceived"/>.
/// What it has not answered it hears again: at least once, in no promised order, while the server lives. It knows repetitions
/// by <see cref="FtpTransferEvent.Id"/>. A server that was told to stop waits at its end for the answers that are still missing, up to two
/// seconds; one that is stopped by a <see cref="PoisonPill"/> does not.
///
/// Nothing is dropped, so what is not answered is bounded by holding clients up: while as many outcomes wait for an answer as the
/// smallest capacity of all subscribers allows, further transfers do not begin. Their 150 waits, ABOR ends that, and after
/// <see cref="TimeoutOptions.DataConnect"/> they read 425; one given up so has not begun and has no outcome. Transfers that run already
/// go on, so that up to one outcome a session comes on top. Whoever wants to hear and hold up nobody subscribes to the event stream.
/// </remarks>
public static class OutcomeProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary><paramref name="Subscriber"/> hears <see cref="OutcomesSubscribed"/> and every outcome from then on, until
    /// <see cref="UnsubscribeOutcomes"/> or its own end: what a dead one has not answered is not delivered any more, while one that is
    /// restarted goes on. Again: new numbers, and what is not answered comes once more at once.</summary>
    /// <param name="Subscriber">Watched.</param>
    /// <param name="Capacity">Outcomes without an answer at which further transfers wait; at least 1.</param>
    public sealed record SubscribeOutcomes(IActorRef Subscriber, int Capacity = 1000) : ICommand
    {
        public int Capacity { get; } = Capacity >= 1 ? Capacity : throw new ArgumentOutOfRangeException(nameof(Capacity));

        /// <summary>After so long without an answer an outcome is delivered again, at most twice that; more than zero.</summary>
        public TimeSpan RedeliverAfter
        {
            get;
            init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
        = TimeSpan.FromSeconds(5);
    }

    /// <summary><paramref name="Subscriber"/> hears <see cref="OutcomesUnsubscribed"/> and nothing after it. Idempotent.</summary>
    public sealed record UnsubscribeOutcomes(IActorRef Subscriber) : ICommand;

    /// <summary>From a subscriber, to whoever sent the outcome or to the server's actor. Idempotent.</summary>
    /// <param name="Id">Of the outcome.</param>
    public sealed record OutcomeReceived(long Id) : ICommand;

    public sealed record OutcomesSubscribed : IEvent;

    public sealed record OutcomesUnsubscribed : IEvent;
}
