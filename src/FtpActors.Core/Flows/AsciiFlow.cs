using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Line ends of TYPE A (RFC 959 §3.1.1.1): CRLF on the wire, LF in the storage.</summary>
/// <remarks>
/// Takes memory chunks only. Each chunk in is disposed or passed on as it is when it holds nothing to change; at most one
/// comes out for each that goes in, so demand and ownership stay one to one. Line ends may lie across chunks.
/// </remarks>
public static class AsciiFlow
{
    private static readonly Flow<TransferChunk, TransferChunk, NotUsed> Outward =
        Flow.FromGraph(new AsciiFlowStage("ToWire", () => new AsciiFlowToWire()));

    private static readonly Flow<TransferChunk, TransferChunk, NotUsed> Inward =
        Flow.FromGraph(new AsciiFlowStage("FromWire", () => new AsciiFlowFromWire()));

    /// <summary>LF becomes CRLF; a CRLF that is there already stays, and so does a lone CR.</summary>
    public static Flow<TransferChunk, TransferChunk, NotUsed> ToWire() => Outward;

    /// <summary>CRLF becomes LF; a lone CR and a lone LF stay.</summary>
    public static Flow<TransferChunk, TransferChunk, NotUsed> FromWire() => Inward;
}
