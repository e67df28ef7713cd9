using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <content>Writing in place: appending, resuming and undoing either.</content>
public abstract partial class StorageSpecBase
{
    [Fact]
    public async Task Append_should_write_at_the_end_and_make_a_missing_file()
    {
        await Put("/f", Bytes(70_000), WriteMode.Append);
        await Put("/f", Bytes(10, seed: 2), WriteMode.Append, offset: 5);
        Assert.Equal(Bytes(70_000).Concat(Bytes(10, seed: 2)), await Get("/f"));
    }

    [Fact]
    public async Task Resume_should_write_from_the_offset_and_cut_off_the_rest()
    {
        await Put("/f", Bytes(200_000));
        await Put("/f", Bytes(10, seed: 2), WriteMode.Resume, 100_000);
        Assert.Equal(Bytes(200_000).Take(100_000).Concat(Bytes(10, seed: 2)), await Get("/f"));
        await Put("/f", [], WriteMode.Resume, 5);
        Assert.Equal(Bytes(200_000).Take(5), await Get("/f"));
    }

    [Fact]
    public async Task Resume_at_the_end_should_append_and_beyond_it_be_InvalidOffset()
    {
        await Put("/f", Bytes(10));
        await Put("/f", Bytes(5, seed: 2), WriteMode.Resume, 10);
        Assert.Equal(15, (await Storage.Stat(At("/f"), default)).Size);
        await Refused(Storage.OpenWrite(At("/f"), WriteMode.Resume, 16, default), StorageFault.InvalidOffset);
    }

    [Fact]
    public async Task Resume_of_a_missing_file_should_work_from_0_only()
    {
        await Put("/f", Bytes(10), WriteMode.Resume);
        Assert.Equal(Bytes(10), await Get("/f"));
        await Refused(Storage.OpenWrite(At("/g"), WriteMode.Resume, 1, default), StorageFault.NotFound);
        Assert.False(await Exists("/g"));
    }

    [Fact]
    public async Task A_broken_append_should_leave_what_was_there_and_what_arrived()
    {
        await Put("/f", Bytes(10));
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Append, 0, default))
        {
            await Write(writer, Bytes(5, seed: 2));
            await writer.RollBack();
        }

        Assert.Equal(Bytes(10).Concat(Bytes(5, seed: 2)), await Get("/f"));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(99_990, 30_000)]
    [InlineData(199_000, 100_000)]
    [InlineData(200_000, 70_000)]
    public async Task OpenOver_should_write_over_what_is_there_and_keep_the_rest_where_the_storage_can(int start, int count)
    {
        if (Storage is not IRangeStorage ranges)
            return;
        await Put("/f", Bytes(200_000));
        await using (var writer = await ranges.OpenOver(At("/f"), start, default))
        {
            await Write(writer, Bytes(count, seed: 2));
            await writer.Commit(default);
        }

        Assert.Equal(Bytes(200_000).Take(start).Concat(Bytes(count, seed: 2)).Concat(Bytes(200_000).Skip(start + count)), await Get("/f"));
    }

    [Fact]
    public async Task OpenOver_should_cut_off_nothing_when_it_is_given_up_and_hold_others_off_meanwhile()
    {
        if (Storage is not IRangeStorage ranges)
            return;
        await Put("/f", Bytes(100));
        await using (var writer = await ranges.OpenOver(At("/f"), 10, default))
        {
            await Refused(ranges.OpenOver(At("/f"), 0, default), StorageFault.Busy);
            await Write(writer, Bytes(5, seed: 2));
            await writer.Undo();
        }

        Assert.Equal(Bytes(100).Take(10).Concat(Bytes(5, seed: 2)).Concat(Bytes(100).Skip(15)), await Get("/f"));
        await Refused(ranges.OpenOver(At("/f"), 101, default), StorageFault.InvalidOffset);
        await Refused(ranges.OpenOver(At("/missing"), 0, default), StorageFault.NotFound);
        await Refused(ranges.OpenOver(FtpPath.Root, 0, default), StorageFault.IsADirectory);
        await Put("/f", Bytes(3), WriteMode.Append);
    }

    [Theory]
    [InlineData(WriteMode.Append, 10)]
    [InlineData(WriteMode.Resume, 10)]
    [InlineData(WriteMode.Resume, 4)]
    public async Task Undo_should_cut_off_what_was_written_behind_the_start(WriteMode mode, int start)
    {
        await Put("/f", Bytes(10));
        await using (var writer = await Storage.OpenWrite(At("/f"), mode, start, default))
        {
            await Write(writer, Bytes(200_000, seed: 2));
            await writer.Undo();
        }

        Assert.Equal(Bytes(10)[..start], await Get("/f"));
        await Put("/f", Bytes(3), WriteMode.Append);
        Assert.Equal(Bytes(10)[..start].Concat(Bytes(3)), await Get("/f"));
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Resume)]
    public async Task Undo_before_the_first_byte_should_change_nothing(WriteMode mode)
    {
        await Put("/f", Bytes(10));
        await using (var writer = await Storage.OpenWrite(At("/f"), mode, 3, default))
            await writer.Undo();
        Assert.Equal(Bytes(10), await Get("/f"));
    }

    [Theory]
    [InlineData(WriteMode.Create)]
    [InlineData(WriteMode.Replace)]
    [InlineData(WriteMode.Append)]
    public async Task Undo_should_leave_nothing_of_a_new_file(WriteMode mode)
    {
        await using (var writer = await Storage.OpenWrite(At("/f"), mode, 0, default))
        {
            await Write(writer, Bytes(10));
            await writer.Undo();
        }

        Assert.False(await Exists("/f"));
        if (Storage is IResumableStorage resumable)
            Assert.Null(await resumable.PartialSize(At("/f"), default));
    }

    [Fact]
    public async Task A_resume_that_breaks_before_the_first_byte_should_change_nothing()
    {
        await Put("/f", Bytes(10));
        await using (var writer = await Storage.OpenWrite(At("/f"), WriteMode.Resume, 3, default))
            await writer.RollBack();
        Assert.Equal(Bytes(10), await Get("/f"));
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Resume)]
    public async Task A_second_writer_in_place_should_be_Busy(WriteMode mode)
    {
        await Put("/f", Bytes(10));
        await using (await Storage.OpenWrite(At("/f"), WriteMode.Append, 0, default))
            await Refused(Storage.OpenWrite(At("/f"), mode, 0, default), StorageFault.Busy);
        await Put("/f", Bytes(1), mode, 0);
    }
}
