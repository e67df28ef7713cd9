using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <content>Reading, and writing of new content.</content>
public abstract partial class StorageSpecBase
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(1_000_003)]
    public async Task A_file_should_come_back_as_it_was_written(int size)
    {
        await Put("/f", Bytes(size));
        Assert.Equal(Bytes(size), await Get("/f"));
        await NoBufferIsLeft();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(299_999)]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task OpenRead_should_read_from_the_offset(int offset)
    {
        await Put("/f", Bytes(300_000));
        Assert.Equal(Bytes(300_000).Skip(offset), await Get("/f", offset));
    }

    [Fact]
    public async Task OpenRead_should_tell_the_size_of_the_whole_file()
    {
        await Put("/f", Bytes(300));
        await using var reader = await Storage.OpenRead(At("/f"), 100, default);
        Assert.True(reader.Size is null or 300);
    }

    [Fact]
    public async Task OpenRead_of_a_directory_should_be_IsADirectory()
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Refused(Storage.OpenRead(At("/d"), 0, default), StorageFault.IsADirectory);
        await Refused(Storage.OpenRead(FtpPath.Root, 0, default), StorageFault.IsADirectory);
    }

    [Fact]
    public async Task Regions_should_cover_the_file_from_the_offset()
    {
        await Put("/f", Bytes(300_000));
        await using var reader = await Storage.OpenRead(At("/f"), 1000, default);
        if (reader is not IRegionReader regions)
            return;
        var bytes = new MemoryStream();
        await regions.Regions.RunForeach(
            chunk =>
            {
                var region = chunk.Region!.Value;
                var buffer = new byte[region.Length];
                Assert.Equal(region.Length, RandomAccess.Read(region.File.SafeFileHandle, buffer, region.Offset));
                bytes.Write(buffer);
            },
            Sys.Materializer());
        Assert.Equal(Bytes(300_000).Skip(1000), bytes.ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 400)]
    [InlineData(1000, 1000)]
    [InlineData(1000, 2000)]
    public async Task A_reader_that_has_everything_should_give_it_once(int size, int offset)
    {
        await Put("/f", Bytes(size));
        await using (var reader = await Storage.OpenRead(At("/f"), offset, default))
        {
            if (reader is not IWholeReader whole)
                return;
            using var chunk = whole.TakeWhole();
            Assert.Equal(Bytes(size).Skip(offset), chunk?.Memory.ToArray() ?? []);
            Assert.Null(whole.TakeWhole());
        }

        await using (var unused = await Storage.OpenRead(At("/f"), offset, default))
            Assert.IsAssignableFrom<IWholeReader>(unused);
    }

    [Fact]
    public async Task A_reader_should_see_the_content_as_it_was_when_opened()
    {
        await Put("/f", Bytes(300_000));
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        await Put("/f", Bytes(10, seed: 2), WriteMode.Append);
        if (UploadsAtomically)
            await Put("/f", Bytes(20, seed: 3));
        await Storage.Delete(At("/f"), default);
        Assert.Equal(Bytes(300_000), await Read(reader));
    }

    [Fact]
    public async Task Disposing_a_reader_should_be_safe_while_its_stream_runs()
    {
        await Put("/f", Bytes(3_000_000));
        var reader = await Storage.OpenRead(At("/f"), 0, default);
        var queue = reader.Content.RunWith(OneByOne<TransferChunk>(), Sys.Materializer());
        (await queue.PullAsync()).Value.Dispose();
        await reader.DisposeAsync();
        await Drained(queue);
        await NoBufferIsLeft();
        await Storage.Delete(At("/f"), default);
    }

    [Fact]
    public async Task A_reader_should_be_disposable_without_having_been_read()
    {
        await Put("/f", Bytes(10));
        await using (await Storage.OpenRead(At("/f"), 0, default))
        {
        }

        await Storage.Delete(At("/f"), default);
    }

    [Fact]
    public async Task Reading_should_be_no_further_ahead_than_a_buffer_or_two()
    {
        await Put("/f", Bytes(4_000_000));
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        var queue = reader.Content.RunWith(OneByOne<TransferChunk>(), Sys.Materializer());
        (await queue.PullAsync()).Value.Dispose();
        Assert.InRange(TransferChunk.OutstandingBuffers, 0, 3);
        await Drained(queue);
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task A_torn_down_stream_should_leave_no_buffer()
    {
        await Put("/f", Bytes(2_000_000));
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        await using var writer = await Storage.OpenWrite(At("/copy"), WriteMode.Create, 0, default);
        // Without an end of its own, so that it is torn down and nothing else, in the middle or after the last chunk.
        var (kill, done) = reader.Content
            .Concat(Source.Never<TransferChunk>())
            .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .ToMaterialized(writer.Content, Keep.Both)
            .Run(Sys.Materializer());
        kill.Abort(new IOException("torn down"));
        await Assert.ThrowsAnyAsync<Exception>(() => done);
        await writer.RollBack();
        await NoBufferIsLeft();
        Assert.False(await Exists("/copy"));
    }

    [Fact]
    public async Task The_content_task_should_end_when_the_materializer_goes()
    {
        await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        var owner = NewStreamOwner();
        var (queue, done) = Source.Queue<TransferChunk>(1, OverflowStrategy.Backpressure)
            .ToMaterialized(writer.Content, Keep.Both)
            .Run(owner.UnderlyingActor.Materializer);
        await queue.OfferAsync(TransferChunk.Of(Bytes(10)));
        Sys.Stop(owner);
        await Assert.ThrowsAnyAsync<Exception>(() => done);
        await writer.RollBack();
        Assert.False(await Exists("/f"));
    }

    [Fact]
    public async Task The_content_task_should_fail_as_upstream_failed()
    {
        await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        var source = Source.From(Chunks(Bytes(200_000))).Select(chunk => chunk.Length < 70_000 ? throw Lost(chunk) : chunk);
        await Assert.ThrowsAsync<IOException>(() => source.RunWith(writer.Content, Sys.Materializer()));
        await writer.RollBack();
        Assert.False(await Exists("/f"));
        await NoBufferIsLeft();

        static IOException Lost(TransferChunk chunk)
        {
            chunk.Dispose();
            return new IOException("lost");
        }
    }

    [Fact]
    public async Task A_region_should_not_be_taken_for_nothing()
    {
        await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        await using var file = File.OpenRead(typeof(StorageSpecBase).Assembly.Location);
        var region = TransferChunk.Of(new FileRegion(file, 0, 10));
        await Assert.ThrowsAsync<NotSupportedException>(() => Source.Single(region).RunWith(writer.Content, Sys.Materializer()));
    }

    [Theory]
    [InlineData(WriteMode.Create, 0)]
    [InlineData(WriteMode.Replace, 0)]
    [InlineData(WriteMode.Resume, 3)]
    [InlineData(WriteMode.Append, 0)]
    public async Task What_was_filled_into_a_file_should_be_content_like_memory(WriteMode mode, long offset)
    {
        if (mode != WriteMode.Create)
            await Put("/f", Bytes(5));
        var before = mode switch
        {
            WriteMode.Append => Bytes(5),
            _ => Bytes(5)[..(int)offset],
        };
        await using var writer = await Storage.OpenWrite(At("/f"), mode, offset, default);
        if (writer is not IRegionWriter regions)
            return;
        Assert.Equal(before.Length, regions.Start);
        await Source.From<Func<TransferChunk>>([() => TransferChunk.Of(new byte[] { 1 }), () => Fill(1, [2, 3]), () => Fill(3, [4]), () => TransferChunk.Of(new byte[] { 5 })])
            .Select(chunk => chunk())
            .RunWith(writer.Content, Sys.Materializer());
        await writer.Commit(default);
        Assert.Equal([.. before, 1, 2, 3, 4, 5], await Get("/f"));

        TransferChunk Fill(long at, byte[] bytes)
        {
            at += regions.Start;
            regions.Fill(() => RandomAccess.Write(regions.File.SafeFileHandle, bytes, at));
            return TransferChunk.Of(new FileRegion(regions.File, at, bytes.Length));
        }
    }

    [Fact]
    public async Task A_file_should_not_be_filled_after_the_writing_has_ended()
    {
        var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        await using (writer)
        {
            if (writer is not IRegionWriter regions)
                return;
            await writer.RollBack();
            Assert.Throws<ObjectDisposedException>(() => regions.Fill(() => Assert.Fail("It is closed.")));
        }

        Assert.Empty(await Entries("/"));
    }

    [Fact]
    public async Task An_upload_should_be_invisible_until_commit_and_gone_after_roll_back()
    {
        if (!UploadsAtomically)
            return;
        var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        await Write(writer, Bytes(100));
        Assert.False(await Exists("/f"));
        Assert.Empty(await Entries("/"));
        await writer.RollBack();
        await writer.DisposeAsync();
        Assert.Empty(await Entries("/"));
    }

    [Fact]
    public async Task A_replaced_file_should_stay_until_commit_and_after_roll_back()
    {
        if (!UploadsAtomically)
            return;
        await Put("/f", Bytes(100));
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default))
        {
            await Write(writer, Bytes(50, seed: 2));
            Assert.Equal(Bytes(100), await Get("/f"));
            await writer.RollBack();
        }

        Assert.Equal(Bytes(100), await Get("/f"));
        Assert.Single(await Entries("/"));
    }

    [Fact]
    public async Task Disposing_a_writer_without_commit_should_roll_back()
    {
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
            await Write(writer, Bytes(100));
        Assert.False(await Exists("/f"));
    }

    [Fact]
    public async Task Commit_without_content_should_make_an_empty_file()
    {
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
            await writer.Commit(default);
        Assert.Equal(0, (await Storage.Stat(At("/f"), default)).Size);
    }

    [Fact]
    public async Task Create_should_refuse_a_file_that_exists()
    {
        await Put("/f", Bytes(100));
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default), StorageFault.AlreadyExists);
        Assert.Equal(Bytes(100), await Get("/f"));
    }

    [Fact]
    public async Task Create_should_refuse_on_commit_when_the_file_came_meanwhile()
    {
        if (!UploadsAtomically)
            return;
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default))
        {
            await Write(writer, Bytes(10));
            await Put("/f", Bytes(100));
            await Refused(writer.Commit(default), StorageFault.AlreadyExists);
            await writer.RollBack();
        }

        Assert.Equal(Bytes(100), await Get("/f"));
        Assert.Single(await Entries("/"));
    }

    [Theory]
    [InlineData(WriteMode.Create)]
    [InlineData(WriteMode.Replace)]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Resume)]
    public async Task OpenWrite_should_refuse_what_is_no_place_for_a_file(WriteMode mode)
    {
        await Storage.MakeDirectory(At("/d"), default);
        await Put("/file", Bytes(1));
        await Refused(Storage.OpenWrite(At("/d"), mode, 0, default), StorageFault.IsADirectory);
        await Refused(Storage.OpenWrite(FtpPath.Root, mode, 0, default), StorageFault.IsADirectory);
        await Refused(Storage.OpenWrite(At("/missing/f"), mode, 0, default), StorageFault.NotFound);
        await Refused(Storage.OpenWrite(At("/file/f"), mode, 0, default), StorageFault.NotADirectory);
    }

    [Fact]
    public async Task Uploads_of_one_name_at_once_should_end_as_the_one_that_committed_last()
    {
        if (!UploadsAtomically)
            return;
        var writers = new List<IStorageWriter>();
        for (var i = 0; i < 8; i++)
            writers.Add(await Storage.OpenWrite(At("/f"), WriteMode.Replace, 0, default));
        await Task.WhenAll(writers.Select((writer, i) => Write(writer, Bytes(500_000 + i, seed: i))));
        foreach (var i in new[] { 3, 1, 7, 0, 6, 2, 4, 5 })
        {
            await writers[i].Commit(default);
            await writers[i].DisposeAsync();
            Assert.Equal(Bytes(500_000 + i, seed: i), await Get("/f"));
        }

        Assert.Single(await Entries("/"));
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task Many_transfers_at_once_should_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            await Put($"/f{i}", Bytes(300_000 + i, seed: i));
            Assert.Equal(Bytes(300_000 + i, seed: i), await Get($"/f{i}"));
        }));
        Assert.Equal(24, (await Entries("/")).Count);
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task A_directory_that_went_during_an_upload_should_not_come_back()
    {
        if (!UploadsAtomically)
            return;
        await Storage.MakeDirectory(At("/d"), default);
        await using var writer = await Storage.OpenWrite(At("/d/f"), WriteMode.Create, 0, default);
        await Write(writer, Bytes(10));
        await Storage.Rename(At("/d"), At("/e"), default);
        try
        {
            await writer.Commit(default);
        }
        catch (StorageException fault)
        {
            Assert.Equal(StorageFault.NotFound, fault.Fault);
        }

        Assert.False(await Exists("/d"));
    }
}
