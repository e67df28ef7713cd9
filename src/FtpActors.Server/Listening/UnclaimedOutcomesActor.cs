using Akka.Actor;
using Akka.Event;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Listening;

/// <summary>Closes what a handler opened for a session that ended before it heard of it.</summary>
internal sealed class UnclaimedOutcomesActor : UntypedActor
{
    public static Props Props { get; } = Akka.Actor.Props.Create(() => new UnclaimedOutcomesActor());

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        // Another server in the same system looks after its own sessions.
        if (message is DeadLetter { Message: Completed completed } dead && dead.Recipient.Path.Parent.Equals(Context.Parent.Path))
            completed.Outcome.Discard();
    }
}
