using System.Buffers;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Transfers;

/// <summary>A listing as something a transfer can send: entries become lines while the data connection takes them, so a
/// directory of any size needs the memory of a few chunks.</summary>
/// <remarks>Opens nothing before it is materialized; what its stream opens ends with the stream. Lines end with CRLF
/// already: the plan is not ASCII, whatever the session's type.</remarks>
internal sealed class ListingReader(Source<FtpEntry, NotUsed> entries, Action<FtpEntry, IBufferWriter<byte>> writeLine)
    : IStorageReader
{
    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content { get; } = entries.Via(EntryLinesFlow.Create(writeLine));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
