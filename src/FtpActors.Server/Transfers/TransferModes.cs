using FtpActors.Core.Flows;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Transfers;

/// <summary>Puts the session's MODE around every transfer, whatever verb planned it.</summary>
internal static class TransferModes
{
    /// <summary>The plan as the wire wants it. What the plan itself does to the bytes stays next to the storage.</summary>
    /// <param name="plan">Taken over.</param>
    /// <param name="state">Holds the mode.</param>
    /// <param name="limits">On what uploads inflate to.</param>
    /// <param name="marked">Told of every restart marker of an upload and its position in the stored file, on any thread.</param>
    public static TransferPlan Framed(TransferPlan plan, SessionState state, LimitOptions limits, Action<string, long> marked)
    {
        var isUpload = plan.Writer is not null;
        var frame = state.Mode switch
        {
            TransferMode.Block when isUpload => BlockFlow.FromWire(Positions(plan, marked)),
            TransferMode.Block => BlockFlow.ToWire(PositionOf(plan)),
            TransferMode.Deflate when isUpload => InflateFlow.Create(limits.MaxInflatedUpload, limits.MaxInflateRatio),
            TransferMode.Deflate => DeflateFlow.Create(state.DeflateLevel),
            _ => null,
        };
        if (frame is null)
            return plan;
        return plan with
        {
            OnWire = plan.OnWire is null ? frame : isUpload ? frame.Via(plan.OnWire) : plan.OnWire.Via(frame),
        };
    }

    /// <summary>Where line ends change on the way, bytes on the wire tell no position in the file.</summary>
    private static long? PositionOf(TransferPlan plan) => plan.IsAscii || plan.OnWire is not null ? null : plan.Offset;

    private static Action<string, long>? Positions(TransferPlan plan, Action<string, long> marked) =>
        PositionOf(plan) is { } offset ? (text, length) => marked(text, offset + length) : null;
}
