using System.Collections.Immutable;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;

namespace FtpActors.Cluster;

public static partial class ClusterProtocol
{
    /// <summary>From a node to the account of a user, which is somewhere in the cluster.</summary>
    public interface IAccountCommand : ICommand
    {
        UserKey User { get; }

        /// <summary>Unique number of the sender's member.</summary>
        int Node { get; }

        /// <summary>Of <see cref="RecallAccount"/>. Another than the account's own, or 0, is answered by that, and nothing else comes of it.</summary>
        long Epoch { get; }
    }

    /// <summary>From the account of a user to a node. What is of another epoch than the last recall is not meant any more.</summary>
    public interface IAccountEvent : IEvent
    {
        UserKey User { get; }

        long Epoch { get; }
    }

    /// <summary>What does a node hold of the account? Asked by one that has just come to life, of every node; answered by <see cref="ReportAccount"/>.</summary>
    public sealed record RecallAccount(UserKey User, long Epoch) : IAccountEvent;

    /// <summary>A node that has something to ask of an account it knows nothing of yet.</summary>
    public sealed record GreetAccount(UserKey User, int Node) : IAccountCommand
    {
        public long Epoch => 0;
    }

    /// <summary>All that a node holds; sent now and then, too, so that nothing lost on the way stays wrong.</summary>
    /// <param name="User">Whose account it is.</param>
    /// <param name="Node">That reports.</param>
    /// <param name="Epoch">Of the account.</param>
    /// <param name="Slots">Claims that were taken.</param>
    /// <param name="Claims">Those that wait for an answer.</param>
    /// <param name="Rates">Null where the user is not logged in.</param>
    /// <param name="Reserved">Of the quota, what is neither settled nor given back.</param>
    /// <param name="Answered">The last request for quota that was answered.</param>
    public sealed record ReportAccount(
        UserKey User,
        int Node,
        long Epoch,
        ImmutableArray<long> Slots,
        ImmutableArray<long> Claims,
        RateDemands? Rates,
        QuotaAmount Reserved,
        long Answered) : IAccountCommand;

    /// <summary>Answered by <see cref="SlotAnswered"/>. The same claim again has the same answer.</summary>
    public sealed record ClaimSlot(UserKey User, int Node, long Epoch, long Claim, int Limit) : IAccountCommand;

    public sealed record ReleaseSlot(UserKey User, int Node, long Epoch, long Claim) : IAccountCommand;

    public sealed record SlotAnswered(UserKey User, long Epoch, long Claim, bool IsTaken) : IAccountEvent;

    /// <summary>How much of the rate a node uses and could use; answered by <see cref="RateLeased"/>.</summary>
    public sealed record ReportRate(UserKey User, int Node, long Epoch, RateDemands Rates) : IAccountCommand;

    /// <summary>The user is not logged in there any more.</summary>
    public sealed record EndRate(UserKey User, int Node, long Epoch) : IAccountCommand;

    /// <summary>A node's share until the next one, or until it has heard nothing for <see cref="RateBook.Validity"/>.</summary>
    /// <param name="User">Whose account it is.</param>
    /// <param name="Epoch">Of the account.</param>
    /// <param name="Number">Higher than that of shares before.</param>
    /// <param name="Upload">Bytes per second; null where there is no limit.</param>
    /// <param name="Download">Alike.</param>
    public sealed record RateLeased(UserKey User, long Epoch, long Number, long? Upload, long? Download) : IAccountEvent;

    /// <summary>Answered by <see cref="QuotaAnswered"/>. A node has one request under way; the same again has the same answer.</summary>
    public sealed record ReserveQuota(UserKey User, int Node, long Epoch, long Request, QuotaAmount Least, QuotaAmount Wanted, QuotaAmount Limit) : IAccountCommand;

    /// <summary>How much is used? Answered by <see cref="QuotaAnswered"/>; one of a node's requests.</summary>
    public sealed record AskQuota(UserKey User, int Node, long Epoch, long Request) : IAccountCommand;

    /// <param name="User">Whose account it is.</param>
    /// <param name="Epoch">Of the account.</param>
    /// <param name="Request">That is answered.</param>
    /// <param name="Amount">What was granted, or is used; null when nothing was, or nobody can tell.</param>
    /// <param name="IsKnown">False: nobody can tell.</param>
    public sealed record QuotaAnswered(UserKey User, long Epoch, long Request, QuotaAmount? Amount, bool IsKnown) : IAccountEvent;

    /// <summary>Uploads that took so much have ended.</summary>
    public sealed record SettleQuota(UserKey User, int Node, long Epoch, QuotaAmount Amount) : IAccountCommand;

    /// <summary>What was reserved and is not in use, by itself (round 0) or as the answer to <see cref="GiveBackQuota"/>.</summary>
    public sealed record ReturnQuota(UserKey User, int Node, long Epoch, QuotaAmount Amount, long Round) : IAccountCommand;

    /// <summary>Something was removed from the storage.</summary>
    public sealed record FreeQuota(UserKey User, int Node, long Epoch) : IAccountCommand;

    /// <summary>Room is short; answered by <see cref="ReturnQuota"/>.</summary>
    public sealed record GiveBackQuota(UserKey User, long Epoch, long Round) : IAccountEvent;

    /// <summary>What is there in the storage? Answered by <see cref="QuotaCounted"/>.</summary>
    public sealed record CountQuota(UserKey User, long Epoch, long Count) : IAccountEvent;

    /// <param name="User">Whose account it is.</param>
    /// <param name="Node">That has counted.</param>
    /// <param name="Epoch">Of the account.</param>
    /// <param name="Count">That was asked for.</param>
    /// <param name="Found">Null when it could not be counted.</param>
    public sealed record QuotaCounted(UserKey User, int Node, long Epoch, long Count, QuotaAmount? Found) : IAccountCommand;
}
