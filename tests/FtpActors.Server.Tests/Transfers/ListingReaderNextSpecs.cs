using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>Listings whose entries come without a stream.</summary>
[Collection(BuffersCollection.Name)]
public sealed class ListingReaderNextSpecs : ActorSpecBase
{
    private readonly long _outstanding = TransferChunk.OutstandingBuffers;
    private readonly StringBuilder _text = new();

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(10, 1)]
    [InlineData(30_000, 100_000)]
    [InlineData(30_000, 1_000)]
    public async Task Next_should_give_every_line_once_and_in_order(int count, int step)
    {
        var entries = new EntriesInSteps(count, step);
        await using (var reader = Reader(entries))
        {
            Assert.Equal(0, entries.Reads);
            while (await reader.Next(default) is { } lines)
            {
                Assert.InRange(lines.Length, 1, 128 * 1024);
                Add(lines);
            }

            Assert.True(reader.IsAtEnd);
            Assert.Equal(count, reader.Progress.Entries);
        }

        AssertLines(count);
        Assert.Equal(1, entries.Disposals);
        NoBufferIsLeft();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Content_should_give_the_rest(bool afterTheFirst)
    {
        var entries = new EntriesInSteps(30_000, 5_000);
        await using (var reader = Reader(entries))
        {
            if (afterTheFirst)
                Add((await reader.Next(default))!);
            await reader.Content.RunForeach(Add, Sys.Materializer());
        }

        AssertLines(30_000);
        NoBufferIsLeft();
    }

    [Fact]
    public async Task What_is_above_should_come_first()
    {
        var above = new FtpEntry { Name = "above", Kind = FtpEntryKind.Directory, Modified = default };
        await using (var reader = new ListingReader(new EntriesInSteps(0, 1), Write, null, null, above))
        {
            Add((await reader.Next(default))!);
            Assert.True(reader.IsAtEnd);
        }

        Assert.Equal("above\r\n", _text.ToString());
        await new ListingReader(new EntriesInSteps(0, 1), Write, null, null, above).DisposeAsync();
        NoBufferIsLeft();
    }

    [Fact]
    public async Task Cancelling_should_not_wait_for_entries_and_leave_nothing_once_they_come()
    {
        using var gate = new SemaphoreSlim(0);
        using var cancel = new CancellationTokenSource();
        var entries = new EntriesInSteps(10, 10, gate);
        var reader = Reader(entries);
        var next = reader.Next(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await reader.DisposeAsync();
        Assert.Equal(0, entries.Disposals);
        gate.Release();
        await AwaitAssertAsync(() => Assert.Equal(1, entries.Disposals));
        NoBufferIsLeft();
    }

    [Fact]
    public async Task A_stream_that_is_torn_down_while_entries_come_should_leave_nothing()
    {
        using var gate = new SemaphoreSlim(1);
        var entries = new EntriesInSteps(20, 10, gate);
        var reader = Reader(entries);
        var (stop, done) = reader.Content.ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .ToMaterialized(Sink.ForEach<TransferChunk>(Add), Keep.Both).Run(Sys.Materializer());
        await AwaitAssertAsync(() => Assert.Equal(2, entries.Reads));
        stop.Shutdown();
        await done;
        await reader.DisposeAsync();
        gate.Release();
        await AwaitAssertAsync(() => Assert.Equal(1, entries.Disposals));
        NoBufferIsLeft();
    }

    [Fact]
    public async Task Nothing_should_be_read_after_disposal()
    {
        using var gate = new SemaphoreSlim(0);
        var entries = new EntriesInSteps(10, 1, gate);
        var reader = new ListingReader(entries, (in _, _) => { });
        var next = reader.Next(default).AsTask();
        await reader.DisposeAsync();
        gate.Release(10);
        Assert.Null(await next);
        Assert.Equal(1, entries.Reads);
        await AwaitAssertAsync(() => Assert.Equal(1, entries.Disposals));
        NoBufferIsLeft();
    }

    [Theory]
    [InlineData("gb18030")]
    [InlineData("windows-1252")]
    public async Task Lines_should_be_sent_in_the_code_page(string name)
    {
        Assert.True(CodePage.TryFind(name, out var codePage));
        string[] names = ["a", "ß", "b", new string('é', 250), "c"];
        var above = names.Select(text => new FtpEntry { Name = text, Kind = FtpEntryKind.File, Modified = default }).ToArray();
        await using (var reader = new ListingReader(new EntriesInSteps(0, 1), Write, codePage, null, above))
        {
            using var lines = (await reader.Next(default))!;
            var expected = new System.Buffers.ArrayBufferWriter<byte>();
            codePage!.Write(Encoding.UTF8.GetBytes(string.Concat(names.Select(text => text + "\r\n"))), expected);
            Assert.Equal(expected.WrittenSpan.ToArray(), lines.Memory.ToArray());
        }

        NoBufferIsLeft();
    }

    private static void Write(in EntryView entry, LinesBuffer output) => NameListing.WriteLine("", entry, output);

    private static ListingReader Reader(IEntryReader entries) => new(entries, Write);

    private void Add(TransferChunk lines)
    {
        using (lines)
            _text.Append(Encoding.UTF8.GetString(lines.Memory.Span));
    }

    private void AssertLines(int count) =>
        Assert.Equal(Enumerable.Range(0, count).Select(EntriesInSteps.NameOf), _text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries));

    private void NoBufferIsLeft() => AwaitAssert(() => Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers));
}
