using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Transfers;

/// <summary>Puts the session's MODE around every transfer, whatever verb planned it.</summary>
internal static class TransferModes
{
    /// <summary>The plan as the wire wants it. What the plan itself does to the bytes stays next to the storage.</summary>
    public static TransferPlan Framed(TransferPlan plan, SessionState state, LimitOptions limits)
    {
        var isUpload = plan.Writer is not null;
        if (Frame(state, limits, isUpload) is not { } frame)
            return plan;
        return plan with
        {
            OnWire = plan.OnWire is null ? frame : isUpload ? frame.Via(plan.OnWire) : plan.OnWire.Via(frame),
        };
    }

    private static Flow<TransferChunk, TransferChunk, NotUsed>? Frame(SessionState state, LimitOptions limits, bool isUpload) => state.Mode switch
    {
        TransferMode.Deflate when isUpload => InflateFlow.Create(limits.MaxInflatedUpload, limits.MaxInflateRatio),
        TransferMode.Deflate => DeflateFlow.Create(state.DeflateLevel),
        _ => null,
    };
}
