using FtpActors.Cluster.Outcomes;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster;

public static partial class ClusterProtocol
{
    /// <summary>To another node's outcomes.</summary>
    public interface IOutcomeCommand : ICommand;

    /// <summary>The sender hears <see cref="OutcomesSubscribed"/> and every <see cref="TransferEnded"/> of the node from then on, until its own
    /// end, and again what it has not answered. Idempotent.</summary>
    /// <param name="Capacity">As in <see cref="OutcomeProtocol.SubscribeOutcomes"/>.</param>
    /// <param name="RedeliverAfter">As in <see cref="OutcomeProtocol.SubscribeOutcomes"/>.</param>
    public sealed record SubscribeOutcomes(int Capacity, TimeSpan RedeliverAfter) : IOutcomeCommand;

    /// <summary>To whoever sent the outcome.</summary>
    /// <param name="Id">Of the outcome.</param>
    public sealed record OutcomeReceived(long Id) : ICommand;

    public sealed record OutcomesSubscribed(FtpNode Node) : IEvent;

    /// <summary>How a transfer ended: <see cref="FtpTransferEvent"/> for other nodes.</summary>
    /// <param name="Node">Where it ran.</param>
    /// <param name="Id">Unique among the outcomes of the node; the same again when an outcome is delivered again.</param>
    /// <param name="Outcome">How.</param>
    /// <param name="Transfer">A path of more than 32768 letters is cut.</param>
    /// <param name="Detail">The reason, fault, reply or failure that came with it, for people to read; null without one.</param>
    /// <param name="Hash">Of the stored file, as <see cref="FtpTransferEvent.Completed.Hash"/>; null also for a kind that only newer nodes know.</param>
    public sealed record TransferEnded(
        FtpNode Node, long Id, TransferOutcome Outcome, TransferFacts Transfer, string? Detail = null, TransferHash? Hash = null) : IEvent;
}
