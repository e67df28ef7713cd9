using Akka.Actor;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Counts logged-in sessions by user and keeps each user within its limit.</summary>
internal sealed class UserSlotsActor : UntypedActor
{
    private readonly Dictionary<UserKey, int> _taken = [];
    private readonly Dictionary<IActorRef, UserKey> _holders = [];

    public static Props Props { get; } = Akka.Actor.Props.Create(() => new UserSlotsActor());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Claim claim:
                Free(Sender);
                Sender.Tell(TryTake(claim) ? new Taken() : new Refused());
                break;
            case Release:
                if (Free(Sender))
                    Context.Unwatch(Sender);
                break;
            case Terminated terminated:
                Free(terminated.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private bool TryTake(Claim claim)
    {
        var taken = _taken.GetValueOrDefault(claim.User);
        if (taken >= claim.Limit)
            return false;
        _taken[claim.User] = taken + 1;
        _holders[Sender] = claim.User;
        Context.Watch(Sender);
        return true;
    }

    private bool Free(IActorRef holder)
    {
        if (!_holders.Remove(holder, out var user))
            return false;
        if (--_taken[user] == 0)
            _taken.Remove(user);
        return true;
    }
}
