using Akka.Actor;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Counts logged-in sessions by user and virtual host, and keeps each within its limit.</summary>
internal sealed class UserSlotsActor : UntypedActor
{
    private readonly Dictionary<UserKey, int> _taken = [];
    private readonly Dictionary<string, int> _takenOfHosts = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, UserKey> _holders = [];

    public static Props Props { get; } = Akka.Actor.Props.Create(() => new UserSlotsActor());

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Claim claim:
                Free(Sender);
                Sender.Tell(Take(claim));
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

    private IEvent Take(Claim claim)
    {
        var taken = _taken.GetValueOrDefault(claim.User);
        if (taken >= claim.Limit)
            return new Refused();
        if (claim.User.Host is { } host)
        {
            var takenOfHost = _takenOfHosts.GetValueOrDefault(host);
            if (takenOfHost >= claim.HostLimit)
                return new Refused(IsHostFull: true);
            _takenOfHosts[host] = takenOfHost + 1;
        }

        _taken[claim.User] = taken + 1;
        _holders[Sender] = claim.User;
        Context.Watch(Sender);
        return new Taken();
    }

    private bool Free(IActorRef holder)
    {
        if (!_holders.Remove(holder, out var user))
            return false;
        if (--_taken[user] == 0)
            _taken.Remove(user);
        if (user.Host is { } host && --_takenOfHosts[host] == 0)
            _takenOfHosts.Remove(host);
        return true;
    }
}
