using Akka.Actor;
using FtpActors.Server.Accounts;
using static FtpActors.Server.Sessions.UserSlotsProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Counts logged-in sessions by user and virtual host, and keeps each within its limit; asks those who count for other
/// servers, too, where there are such.</summary>
internal sealed class UserSlotsActor : UntypedActor, IWithTimers
{
    private static long _lastId;
    private readonly IUserSlots? _shared;
    private readonly TimeSpan _timeout;
    private readonly Dictionary<UserKey, int> _taken = [];
    private readonly Dictionary<string, int> _takenOfHosts = new(StringComparer.Ordinal);
    private readonly Dictionary<IActorRef, Slot> _slots = [];

    public UserSlotsActor(AccountOptions accounts) => (_shared, _timeout) = (accounts.Slots, accounts.SlotTimeout);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(AccountOptions accounts) => Akka.Actor.Props.Create(() => new UserSlotsActor(accounts));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Claim claim:
                Free(Sender);
                if (Take(claim) is { } answer)
                    Sender.Tell(answer);
                break;
            case Answered answered when IsAsked(answered.Holder, answered.Id, out var slot):
                OnAnswer(answered.Holder, slot, answered.Answer);
                break;
            case TimedOut late when IsAsked(late.Holder, late.Id, out var slot):
                OnAnswer(late.Holder, slot, SlotAnswer.Unavailable);
                break;
            case Answered or TimedOut:
                break;
            case Release:
                Free(Sender);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop()
    {
        foreach (var holder in _slots.Keys.ToList())
            Free(holder);
    }

    /// <returns>Null when the answer comes later.</returns>
    private IEvent? Take(Claim claim)
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
        var slot = new Slot(new SlotClaim(Interlocked.Increment(ref _lastId), claim.User, claim.Limit));
        _slots[Sender] = slot;
        if (_shared is null)
            return new Taken();
        Ask(_shared, slot);
        return null;
    }

    private void Ask(IUserSlots shared, Slot slot)
    {
        var (holder, id) = (Sender, slot.Claim.Id);
        slot.Asking = new CancellationTokenSource();
        Timers.StartSingleTimer(id, new TimedOut(holder, id), _timeout);
        shared.Claim(slot.Claim, slot.Asking.Token).PipeTo(
            Self,
            success: answer => new Answered(holder, id, answer),
            failure: _ => new Answered(holder, id, SlotAnswer.Unavailable));
    }

    private bool IsAsked(IActorRef holder, long id, out Slot slot) =>
        _slots.TryGetValue(holder, out slot!) && slot.Claim.Id == id && slot.Asking is not null;

    private void OnAnswer(IActorRef holder, Slot slot, SlotAnswer answer)
    {
        if (answer == SlotAnswer.Taken)
        {
            slot.Answered(Timers);
            holder.Tell(new Taken());
            return;
        }

        slot.IsRefused = answer == SlotAnswer.Refused;
        Free(holder);
        holder.Tell(slot.IsRefused ? new Refused() : new Unavailable());
    }

    private void Free(IActorRef holder)
    {
        if (!_slots.Remove(holder, out var slot))
            return;
        var user = slot.Claim.User;
        if (--_taken[user] == 0)
            _taken.Remove(user);
        if (user.Host is { } host && --_takenOfHosts[host] == 0)
            _takenOfHosts.Remove(host);
        slot.Asking?.Cancel();
        slot.Answered(Timers);
        if (!slot.IsRefused)
            _shared?.Release(slot.Claim);
    }

    private sealed class Slot(SlotClaim claim)
    {
        public SlotClaim Claim => claim;

        /// <summary>Null once there is an answer, and where nobody is asked.</summary>
        public CancellationTokenSource? Asking { get; set; }

        /// <summary>There is nothing to release.</summary>
        public bool IsRefused { get; set; }

        public void Answered(ITimerScheduler timers)
        {
            if (Asking is null)
                return;
            timers.Cancel(claim.Id);
            Asking.Dispose();
            Asking = null;
        }
    }

    private sealed record Answered(IActorRef Holder, long Id, SlotAnswer Answer) : INoSerializationVerificationNeeded;

    private sealed record TimedOut(IActorRef Holder, long Id) : INoSerializationVerificationNeeded;
}
