using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class StorHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task StorHandler_should_receive_a_new_file_between_150_and_a_226_that_names_it()
    {
        await MakeDirectory("/in");
        var outcome = await Run("STOR a.txt", Ready with { WorkingDirectory = At("/in") });
        var plan = Plan(outcome);
        Assert.Equal("150 Opening BINARY mode data connection for /in/a.txt.", plan.Opening.ToString());
        Assert.Equal("226 Transfer complete: /in/a.txt.", plan.Closing.ToString());
        Assert.Equal(("STOR", At("/in/a.txt"), false), (plan.Verb, plan.Path, plan.IsAscii));
        await Received(outcome, "hello");
        Assert.Equal("hello", await Get("/in/a.txt"));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Fact]
    public async Task StorHandler_should_replace_a_file_that_is_there()
    {
        await Put("/a.txt", "a longer content");
        await Received(await Run("STOR a.txt", Ready), "hello");
        Assert.Equal("hello", await Get("/a.txt"));
    }

    [Theory]
    [InlineData(2, "heXY")]
    [InlineData(5, "helloXY")]
    public async Task StorHandler_should_write_from_the_offset_of_REST_on(long offset, string content)
    {
        await Put("/a.txt", "hello");
        await Received(await Run("STOR a.txt", Ready with { RestartAt = offset }), "XY");
        Assert.Equal(content, await Get("/a.txt"));
    }

    [Fact]
    public async Task StorHandler_should_reply_554_when_the_offset_lies_past_the_end()
    {
        await Put("/a.txt", "hello");
        Assert.Equal(554, (await Reply("STOR a.txt", Ready with { RestartAt = 6 })).Code);
        Assert.Equal("hello", await Get("/a.txt"));
    }

    [Theory]
    [InlineData(FtpRights.ReadWrite)]
    [InlineData(FtpRights.Create)]
    [InlineData(FtpRights.Overwrite)]
    public async Task StorHandler_should_reply_554_when_there_is_nothing_to_resume(FtpRights rights)
    {
        Assert.Equal(554, (await Reply("STOR a.txt", As(Only(rights)) with { RestartAt = 1 })).Code);
        Assert.False(await Exists("/a.txt"));
    }

    [Fact]
    public async Task StorHandler_should_ask_for_translation_in_ASCII_mode() =>
        Assert.True(Plan(await Run("STOR a.txt", Ready with { Type = TransferType.Ascii })).IsAscii);

    [Theory]
    [InlineData(FtpRights.Create, 0, "/new.txt", true)]
    [InlineData(FtpRights.Create, 0, "/old.txt", false)]
    [InlineData(FtpRights.Create, 1, "/old.txt", false)]
    [InlineData(FtpRights.Overwrite, 0, "/new.txt", false)]
    [InlineData(FtpRights.Overwrite, 0, "/old.txt", true)]
    [InlineData(FtpRights.Overwrite, 1, "/old.txt", true)]
    [InlineData(FtpRights.ReadOnly, 0, "/new.txt", false)]
    [InlineData(FtpRights.ReadOnly, 1, "/old.txt", false)]
    public async Task StorHandler_should_need_Create_for_a_new_file_and_Overwrite_for_an_old_one(
        FtpRights rights, long offset, string path, bool isAllowed)
    {
        await Put("/old.txt", "old");
        var outcome = await Run($"STOR {path}", As(Only(rights)) with { RestartAt = offset });
        Assert.Equal(isAllowed ? null : 550, outcome.Reply?.Code);
        Assert.Equal(isAllowed, outcome.Transfer is not null);
    }

    [Fact]
    public async Task StorHandler_should_follow_the_nearest_rule()
    {
        await MakeDirectory("/in");
        var rights = PathRights.ReadOnly.With(At("/in"), FtpRights.ReadWrite);
        Assert.Equal(550, (await Reply("STOR a.txt", As(rights))).Code);
        Assert.NotNull((await Run("STOR in/a.txt", As(rights))).Transfer);
    }

    [Fact]
    public async Task StorHandler_should_reply_550_when_the_path_is_a_directory()
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply("STOR in", Ready)).Code);
        Assert.Equal(550, (await Reply("STOR in", Ready with { RestartAt = 1 })).Code);
    }

    [Fact]
    public async Task StorHandler_should_reply_550_when_the_parent_is_missing() =>
        Assert.Equal(550, (await Reply("STOR in/a.txt", Ready)).Code);

    [Fact]
    public async Task StorHandler_should_reply_553_when_the_name_is_not_allowed() =>
        Assert.Equal(553, (await Reply("STOR " + new string('x', 256), Ready)).Code);

    [Theory]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.Busy, 450)]
    public async Task StorHandler_should_reply_452_without_space_and_450_when_busy(StorageFault fault, int code)
    {
        Storage.Fault = fault;
        Assert.Equal(code, (await Reply("STOR a.txt", Ready)).Code);
    }

    [Fact]
    public async Task StorHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("STOR a.txt", Ready with { Data = null })).Code);

    [Fact]
    public async Task StorHandler_should_leave_nothing_open_and_nothing_behind_when_cancelled()
    {
        await ShouldLeaveNothingOpenWhenCancelled("STOR a.txt");
        Assert.False(await Exists("/a.txt"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task StorHandler_should_cut_no_file_that_comes_into_being_while_a_range_of_it_is_opened(long start)
    {
        await Put("/a.txt", "hello world");
        var state = LoggedInOn(new Late(Files)) with { Data = Ready.Data, Type = TransferType.Image, RestartAt = start, RangeEnd = start + 1 };

        await Assert.ThrowsAnyAsync<Exception>(async () => await Received(await Run("STOR a.txt", state), "12"));

        Assert.Equal("hello world", await Get("/a.txt"));
    }

    /// <summary>Nothing is there yet when somebody asks.</summary>
    private sealed class Late(IFtpStorage inner) : WatchedStorage(inner), IFtpStorage
    {
        Task<FtpEntry> IFtpStorage.Stat(FtpPath path, CancellationToken cancel) => Task.FromException<FtpEntry>(StorageException.NotFound(path));
    }
}
