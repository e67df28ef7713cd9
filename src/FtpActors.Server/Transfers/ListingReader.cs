using System.Buffers;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Transfers;

/// <summary>A listing as something a transfer can send: entries become lines while the data connection takes them, so a
/// directory of any size needs the memory of a few chunks.</summary>
/// <remarks>Opens nothing before it is materialized; what its stream opens ends with the stream. Lines end with CRLF
/// already: the plan is not ASCII, whatever the session's type.</remarks>
/// <param name="entries">Materialized once.</param>
/// <param name="writeLine">Writes the line of one entry in UTF-8, line end included, or nothing.</param>
/// <param name="codePage">What is sent in place of UTF-8, or null.</param>
/// <param name="progress">Counts what <paramref name="entries"/> holds back, too; null for nothing of the kind.</param>
internal sealed class ListingReader(
    Source<FtpEntry, NotUsed> entries,
    Action<FtpEntry, IBufferWriter<byte>> writeLine,
    CodePage? codePage = null,
    ListingProgress? progress = null)
    : IStorageReader
{
    private readonly Action<FtpEntry, IBufferWriter<byte>> _writeLine = codePage is null ? writeLine : In(codePage, writeLine);

    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => entries.Via(EntryLinesFlow.Create(Write));

    public ListingProgress Progress { get; } = progress ?? new ListingProgress();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(FtpEntry entry, IBufferWriter<byte> output)
    {
        Progress.Saw();
        _writeLine(entry, output);
    }

    private static Action<FtpEntry, IBufferWriter<byte>> In(CodePage codePage, Action<FtpEntry, IBufferWriter<byte>> writeLine)
    {
        var utf8 = new ArrayBufferWriter<byte>();
        return (entry, output) =>
        {
            utf8.ResetWrittenCount();
            writeLine(entry, utf8);
            codePage.Write(utf8.WrittenSpan, output);
        };
    }
}
