using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;
using FtpActors.Server.Accounts;

namespace FtpActors.Cluster.Accounts;

/// <summary>Conversation between a server and the actor that speaks for it with the accounts of its users.</summary>
internal static class NodeAccountsProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Answered by <see cref="SlotDecided"/>.</summary>
    public sealed record TakeSlot(SlotClaim Claim) : ICommand;

    /// <summary>Also of a claim without an answer so far, which gets none then.</summary>
    public sealed record FreeSlot(SlotClaim Claim) : ICommand;

    public sealed record SlotDecided(SlotAnswer Answer) : IEvent;

    public sealed record UserEntered(UserThrottle Throttle) : ICommand;

    public sealed record UserLeft(UserThrottle Throttle) : ICommand;

    public sealed record LedgerOpened(UserKey User, IQuotaHolder Holder) : ICommand;

    /// <summary>Answered by <see cref="QuotaDecided"/>.</summary>
    public sealed record TakeQuota(UserKey User, QuotaAmount Least, QuotaAmount Wanted, QuotaAmount Limit) : ICommand;

    /// <summary>Answered by <see cref="QuotaDecided"/>.</summary>
    public sealed record TellQuota(UserKey User) : ICommand;

    /// <param name="Amount">Granted, or used; null when nothing was granted.</param>
    /// <param name="IsKnown">False: nobody could tell.</param>
    public sealed record QuotaDecided(QuotaAmount? Amount, bool IsKnown) : IEvent;

    public sealed record QuotaSettled(UserKey User, QuotaAmount Amount) : ICommand;

    public sealed record QuotaFreed(UserKey User) : ICommand;
}
