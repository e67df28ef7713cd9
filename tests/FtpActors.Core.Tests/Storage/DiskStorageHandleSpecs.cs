using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;

namespace FtpActors.Core.Tests.Storage;

/// <summary>Whatever happens to streams, no descriptor and no buffer is left.</summary>
[Collection(StorageCollection.Name)]
public sealed class DiskStorageHandleSpecs : DiskSpecBase
{
    [Fact]
    public async Task No_handle_should_be_left_after_transfers_that_end_well()
    {
        await Put("/f", Bytes(1_000_000));
        await Get("/f");
        await Put("/f", Bytes(10), WriteMode.Append);
        await Entries("/");
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default), StorageFault.AlreadyExists);
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Resume, long.MaxValue, default), StorageFault.InvalidOffset);
        await NothingIsLeft();
    }

    [Fact]
    public async Task No_handle_should_be_left_when_a_download_is_cancelled()
    {
        await Put("/f", Bytes(3_000_000));
        for (var i = 0; i < 50; i++)
        {
            await using var reader = await Storage.OpenRead(At("/f"), 0, default);
            await reader.Content.Take(1 + (i % 3)).RunForeach(chunk => chunk.Dispose(), Sys.Materializer());
        }

        await NothingIsLeft();
    }

    [Fact]
    public async Task No_handle_should_be_left_when_a_listing_is_cancelled_or_torn_down()
    {
        for (var i = 0; i < 600; i++)
            File.WriteAllText(OnDisk($"f{i}"), "");
        for (var i = 0; i < 20; i++)
        {
            await Storage.List(FtpPath.Root).Take(1 + (i * 20)).RunForeach(_ => { }, Sys.Materializer());
            var torn = NewStreamOwner();
            var queue = Storage.List(FtpPath.Root).RunWith(OneByOne<FtpEntry>(), torn.UnderlyingActor.Materializer);
            await queue.PullAsync();
            Sys.Stop(torn);
        }

        await NothingIsLeft();
    }

    [Fact]
    public async Task No_handle_should_be_left_when_streams_are_torn_down_at_any_moment()
    {
        await Put("/f", Bytes(3_000_000));
        for (var i = 0; i < 50; i++)
        {
            await using var reader = await Storage.OpenRead(At("/f"), 0, default);
            await using var writer = await Storage.OpenWrite(At("/copy"), WriteMode.Replace, 0, default);
            var torn = NewStreamOwner();
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var count = 0;
            var done = reader.Content
                .Select(chunk =>
                {
                    if (++count > i % 10)
                        seen.TrySetResult();
                    return chunk;
                })
                .RunWith(writer.Content, torn.UnderlyingActor.Materializer);
            await seen.Task;
            Sys.Stop(torn);
            // In time or too late.
            await Task.WhenAny(done);
            await writer.RollBack();
        }

        // The chunk that is between two stages at that moment goes with them.
        await NothingIsLeft(buffersToo: false);
    }

    [Fact]
    public async Task Disposing_a_reader_twice_and_at_once_should_close_once()
    {
        await Put("/f", Bytes(10));
        var reader = await Storage.OpenRead(At("/f"), 0, default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.DisposeAsync().AsTask()));
        await NothingIsLeft();
    }

    [Fact]
    public async Task Disposing_the_storage_should_end_its_threads_and_fail_later_calls()
    {
        await Put("/f", Bytes(100_000));
        var reader = await Storage.OpenRead(At("/f"), 0, default);
        await ((DiskStorage)Storage).DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Storage.Stat(At("/f"), default));
        await Assert.ThrowsAnyAsync<Exception>(() => Read(reader));
        await Assert.ThrowsAnyAsync<Exception>(() => Entries("/"));
        await reader.DisposeAsync();
        await NothingIsLeft();
    }

    [Fact]
    public async Task A_file_that_becomes_shorter_while_it_is_read_should_fail_the_stream()
    {
        await Put("/f", Bytes(1_000_000));
        var reader = await Storage.OpenRead(At("/f"), 0, default);
        await using (var file = new FileStream(OnDisk("f"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(300_000);
        await Refused(Read(reader), StorageFault.InputOutput);
        await reader.DisposeAsync();
        await NothingIsLeft();
    }

    private async Task NothingIsLeft(bool buffersToo = true)
    {
        await AwaitConditionAsync(() => Task.FromResult(!OpenHandles().Any()), TimeSpan.FromSeconds(30));
        if (buffersToo)
            await NoBufferIsLeft();
    }

    private IEnumerable<string> OpenHandles() => Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
        .Where(target => target.StartsWith(Root, StringComparison.Ordinal));

    [Fact]
    public async Task What_is_used_should_be_that_of_all_files_with_parts_and_without_what_links_lead_to()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Storage.MakeDirectory(At("/d/e"), default);
        await Put("/d/e/f", Bytes(1000));
        File.WriteAllBytes(OnDisk(".in.f.part"), Bytes(10));
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(OnDisk("d/circle"), "..");

        Assert.Equal(new QuotaAmount(1010, 2), await ((IMeasuredStorage)Storage).Measure());
        Assert.Equal(new QuotaAmount(1000, 1), await ((IMeasuredStorage)((DiskStorage)Storage).Under(At("/d"))).Measure());
    }
}
