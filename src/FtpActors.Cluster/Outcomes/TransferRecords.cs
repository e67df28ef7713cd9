using FtpActors.Server.Outcomes;
using static FtpActors.Cluster.ClusterProtocol;
using static FtpActors.Server.Outcomes.FtpTransferEvent;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Makes what crosses nodes of what is told on one.</summary>
internal static class TransferRecords
{
    public static TransferEnded Of(FtpNode node, FtpTransferEvent ended)
    {
        var (outcome, detail) = Describe(ended);
        return new TransferEnded(node, ended.Id, outcome, ended.Transfer, detail, (ended as Completed)?.Hash);
    }

    private static (TransferOutcome Outcome, string? Detail) Describe(FtpTransferEvent ended) => ended switch
    {
        Completed => (TransferOutcome.Completed, null),
        AbortedByClient => (TransferOutcome.AbortedByClient, null),
        AbortedByOperator aborted => (TransferOutcome.AbortedByOperator, aborted.Reason),
        ConnectionLost => (TransferOutcome.ConnectionLost, null),
        NotConnected => (TransferOutcome.NotConnected, null),
        Truncated => (TransferOutcome.Truncated, null),
        Stalled => (TransferOutcome.Stalled, null),
        DataRejected rejected => (TransferOutcome.DataRejected, rejected.Fault.ToString()),
        StorageFailed failed => (TransferOutcome.StorageFailed, failed.Fault.ToString()),
        NoSpace => (TransferOutcome.NoSpace, null),
        QuotaExceeded => (TransferOutcome.QuotaExceeded, null),
        Refused refused => (TransferOutcome.Refused, refused.Reply?.ToString()),
        ShutDown => (TransferOutcome.ShutDown, null),
        SessionEnded => (TransferOutcome.SessionEnded, null),
        Failed failed => (TransferOutcome.Failed, failed.Cause?.ToString()),
        _ => (TransferOutcome.Other, null),
    };
}
