using System.Text;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public class EntryLinesFlowSpecs : ActorSpecBase
{
    private readonly ActorMaterializer _materializer;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public EntryLinesFlowSpecs() => _materializer = Sys.Materializer();

    [Fact]
    public async Task EntryLinesFlow_should_emit_nothing_for_no_entries()
    {
        Assert.Empty(await Run(Entries(0)));
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_emit_what_it_has_at_the_end()
    {
        Assert.Equal(["entry 0\r\nentry 1\r\n"], await Run(Entries(2)));
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_pack_lines_into_chunks_of_about_32_KiB()
    {
        var chunks = await Run(Entries(10_000));
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"entry {i}\r\n")), string.Concat(chunks));
        Assert.All(chunks[..^1], chunk => Assert.InRange(chunk.Length, 30 * 1024, 32 * 1024));
        Assert.All(chunks, chunk => Assert.EndsWith("\r\n", chunk, StringComparison.Ordinal));
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_take_lines_longer_than_a_chunk()
    {
        string[] names = ["short", new string('x', 200_000), "é", new string('y', 70_000)];
        var chunks = await Run(Source.From(names.Select(Entry)));
        Assert.Equal(string.Concat(names.Select(name => name + "\r\n")), string.Concat(chunks));
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_emit_nothing_where_nothing_was_written()
    {
        var chunks = await Entries(3).Via(EntryLinesFlow.Create((_, output) => output.GetSpan(100))).RunWith(Sink.Seq<TransferChunk>(), _materializer);
        Assert.Empty(chunks);
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_give_its_buffer_back_when_downstream_cancels()
    {
        var third = new TaskCompletionSource();
        var (kill, ended) = Entries(3)
            .Concat(Source.Maybe<FtpEntry>().MapMaterializedValue(_ => NotUsed.Instance))
            .Via(EntryLinesFlow.Create((entry, output) =>
            {
                NameListing.WriteLine(entry.Name, output);
                if (entry.Name == "entry 2")
                    third.SetResult();
            }))
            .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .ToMaterialized(Sink.Seq<TransferChunk>(), Keep.Both)
            .Run(_materializer);
        await third.Task;
        Assert.Equal(_buffersBefore + 1, TransferChunk.OutstandingBuffers);
        kill.Shutdown();
        Assert.Empty(await ended);
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_give_its_buffer_back_when_upstream_fails()
    {
        var failing = Entries(3).Select(entry => entry.Name == "entry 2" ? throw new IOException("broken") : entry);
        await Assert.ThrowsAsync<IOException>(() => Run(failing));
        await NothingIsLeft();
    }

    [Fact]
    public async Task EntryLinesFlow_should_give_its_buffer_back_when_writing_fails()
    {
        var failing = EntryLinesFlow.Create((entry, output) =>
        {
            if (entry.Name == "entry 2")
                throw new InvalidOperationException("broken");
            NameListing.WriteLine(entry.Name, output);
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => Entries(3).Via(failing).RunWith(Sink.Seq<TransferChunk>(), _materializer));
        await NothingIsLeft();
    }

    private async Task<List<string>> Run(Source<FtpEntry, NotUsed> entries)
    {
        var chunks = await entries
            .Via(EntryLinesFlow.Create((entry, output) => NameListing.WriteLine(entry.Name, output)))
            .Select(Chunks.Take)
            .RunWith(Sink.Seq<byte[]>(), _materializer);
        return [.. chunks.Select(Encoding.UTF8.GetString)];
    }

    private Task NothingIsLeft() => AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));

    private static Source<FtpEntry, NotUsed> Entries(int count) => Source.From(Enumerable.Range(0, count).Select(i => Entry($"entry {i}")));

    private static FtpEntry Entry(string name) => new() { Name = name, Kind = FtpEntryKind.File, Modified = DateTime.UnixEpoch };
}
