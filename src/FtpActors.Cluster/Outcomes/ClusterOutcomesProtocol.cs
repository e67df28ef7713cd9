using Akka.Actor;
using Akka.Event;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Conversation with a node (<see cref="FtpCluster.Actor"/>) of those who must not miss how a transfer ended, on any node.</summary>
/// <remarks>
/// As <see cref="OutcomeProtocol"/>, which is about one server. A subscriber hears every <see cref="ClusterProtocol.TransferEnded"/> and
/// answers each with <see cref="OutcomeReceived"/>; what it has not answered it hears again: at least once, in no promised order, from
/// each node from its <see cref="OutcomesSubscribed"/> on and for as long as that node lives. What waits for an answer waits on the node
/// of the transfer, bounded there by holding clients up; of a node that is lost, what was not answered is lost as well.
///
/// Whoever wants to hear and hold up nobody subscribes to the topic <see cref="FtpCluster.OutcomesTopic"/>, on any member.
/// </remarks>
public static class ClusterOutcomesProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary><paramref name="Subscriber"/> hears the outcomes of all nodes, of those that come later, too, until
    /// <see cref="UnsubscribeOutcomes"/> or its own end. Again: nothing changes.</summary>
    /// <param name="Subscriber">On this node; watched.</param>
    /// <param name="Capacity">Outcomes of a node without an answer at which further transfers of the node wait; at least 1.</param>
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

    /// <summary>From a subscriber, to whoever sent the outcome or to the node's actor. Idempotent.</summary>
    /// <param name="Node">Of the outcome.</param>
    /// <param name="Id">Of the outcome.</param>
    public sealed record OutcomeReceived(FtpNode Node, long Id) : ICommand;

    /// <summary>From now on the subscriber misses nothing of this node.</summary>
    public sealed record OutcomesSubscribed(FtpNode Node) : IEvent;

    public sealed record OutcomesUnsubscribed : IEvent;
}
