using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

/// <summary>A quota that is allotted elsewhere, in blocks.</summary>
[Collection(StorageCollection.Name)]
public sealed class LedgerUsageSpecs : StorageSpecBase
{
    private const int MiB = 1024 * 1024;
    private readonly MemoryStorage _files = new();
    private readonly FakeLedger _ledger = new();

    protected override IFtpStorage CreateStorage() => QuotaStorage.Of(_files, Usage(1000 * MiB, 1_000_000));

    [Fact]
    public async Task Pieces_should_come_out_of_a_block_that_was_reserved_ahead()
    {
        var usage = Usage(64 * MiB);
        await usage.Take(new(1000, 0), default);
        for (var piece = 0; piece < MiB; piece += 1024)
            Assert.True(usage.TryTake(new(1024, 0)));
        Assert.False(usage.TryTake(new(1, 0)));
        Assert.Equal([new QuotaAmount(1000, 0)], _ledger.Asked);
        await usage.Take(new(10, 0), default);
        Assert.Equal(2, _ledger.Asked.Count);
    }

    [Fact]
    public async Task Several_holders_should_never_take_more_than_is_allotted_and_not_less_once_the_rest_is_given_back()
    {
        var holders = Enumerable.Range(0, 3).Select(_ => Usage(100_000)).ToArray();
        var taken = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(async () =>
        {
            var sum = 0L;
            for (var piece = 0; piece < 1000; piece++)
            {
                try
                {
                    await holders[number % 3].Take(new(7, 0), default);
                    sum += 7;
                }
                catch (StorageException fault) when (fault.Fault == StorageFault.QuotaExceeded)
                {
                    break;
                }
            }

            return sum;
        })));
        var left = holders.Aggregate(default(QuotaAmount), (sum, holder) => sum + holder.GiveBack());
        Assert.Equal(_ledger.Taken.Bytes, taken.Sum() + left.Bytes);
        Assert.InRange(_ledger.Taken.Bytes, 0, 100_000);
        _ledger.Return(left);
        var rest = 100_000 - taken.Sum();
        await holders[0].Take(new(rest, 0), default);
        await Assert.ThrowsAsync<StorageException>(() => holders[1].Take(new(1, 0), default));
    }

    [Fact]
    public async Task More_than_there_is_should_be_refused_and_no_less_whatever_part_of_it_is_left_here()
    {
        _ledger.TakesBack = true;
        var usage = Usage(6400);
        await usage.Take(new(6300, 0), default);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        await Refused(Task.Run(() => usage.Take(new(101, 0), patience.Token)), StorageFault.QuotaExceeded);
        await Refused(Task.Run(() => usage.Take(new(199, 0), patience.Token)), StorageFault.QuotaExceeded);

        await usage.Take(new(100, 0), patience.Token);
        Assert.Equal([6300, 101, 199, 100], _ledger.Asked.Select(asked => asked.Bytes));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_should_not_be_taken()
    {
        var gate = new TaskCompletionSource();
        _ledger.Gate = gate.Task;
        var usage = Usage(1000);
        using var cancel = new CancellationTokenSource();
        var waiting = usage.Take(new(600, 0), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();
        await usage.Take(new(400, 0), default);

        usage.End(new(1000, 0));

        Assert.Equal(new QuotaAmount(400, 0), _ledger.Settled);
    }

    [Fact]
    public async Task An_upload_should_be_settled_with_what_it_took_once_it_has_ended()
    {
        var storage = QuotaStorage.Of(_files, Usage(1000, files: 10));
        await using (var writer = await storage.OpenWrite(At("/a"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(600));
            Assert.Equal(default, _ledger.Settled);
            await writer.Commit(default);
        }

        Assert.Equal(new QuotaAmount(600, 1), _ledger.Settled);
        await Refused(Upload(storage, "/b", 401), StorageFault.QuotaExceeded);
        Assert.Equal(0, _ledger.Removals);
        await storage.Delete(At("/a"), default);
        Assert.Equal(1, _ledger.Removals);
    }

    [Fact]
    public async Task What_is_granted_when_nobody_waits_any_more_should_be_for_the_next()
    {
        var gate = new TaskCompletionSource();
        _ledger.Gate = gate.Task;
        var usage = Usage(1000);
        using var cancel = new CancellationTokenSource();
        var waiting = usage.Take(new(600, 0), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = usage.Take(new(390, 0), default);
        gate.SetResult();
        await next;
        Assert.Equal(390 + usage.GiveBack().Bytes, _ledger.Taken.Bytes);
    }

    [Fact]
    public async Task Where_there_may_be_any_number_of_bytes_files_alone_should_be_asked_for()
    {
        var storage = QuotaStorage.Of(_files, Usage(long.MaxValue, files: 1));
        await Upload(storage, "/a", 1000);
        Assert.Equal([new QuotaAmount(0, 1)], _ledger.Asked);
        await Refused(Upload(storage, "/b", 1), StorageFault.QuotaExceeded);
        await Upload(storage, "/a", 2000);
    }

    [Fact]
    public async Task What_was_reserved_should_be_settled_whatever_the_limit_is_by_then()
    {
        var usage = Usage(long.MaxValue, files: 10);
        await usage.Take(new(700, 1), default);
        usage.Limit = new(1000, 10);
        await usage.Take(new(200, 0), default);
        usage.End(new(700, 1));
        usage.End(new(200, 0));
        Assert.Equal(new QuotaAmount(200, 1), _ledger.Settled);

        await usage.Take(new(300, 0), default);
        usage.Limit = new(long.MaxValue, 10);
        usage.End(new(300, 0));
        Assert.Equal(new QuotaAmount(500, 1), _ledger.Settled);
    }

    private LedgerUsage Usage(long bytes, long files = long.MaxValue) =>
        new(_ledger.Open, () => Task.FromResult(default(QuotaAmount)), new(bytes, files));

    private async Task Upload(IFtpStorage storage, string path, int count)
    {
        await using var writer = await storage.OpenWrite(At(path), WriteMode.Replace, 0, default);
        await Write(writer, Bytes(count));
        await writer.Commit(default);
    }
}
