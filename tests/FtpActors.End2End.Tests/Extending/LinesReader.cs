using System.Buffers;
using System.Text;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>A listing: entries that become lines while the data connection takes them.</summary>
public sealed class LinesReader(Source<FtpEntry, NotUsed> entries, Func<FtpEntry, string> line) : IStorageReader
{
    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => entries.Via(EntryLinesFlow.Create(Write));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(FtpEntry entry, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(line(entry) + "\r\n"));
}
