using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class AppeHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task AppeHandler_should_write_to_the_end_between_150_and_226()
    {
        await Put("/a.txt", "hello");
        var outcome = await Run("APPE a.txt", Ready);
        Assert.Equal("150 Opening BINARY mode data connection for /a.txt.", Plan(outcome).Opening.ToString());
        Assert.Equal("226 Transfer complete: /a.txt.", Plan(outcome).Closing.ToString());
        await Received(outcome, " world");
        Assert.Equal("hello world", await Get("/a.txt"));
    }

    [Fact]
    public async Task AppeHandler_should_make_a_missing_file()
    {
        await Received(await Run("APPE a.txt", Ready), "hello");
        Assert.Equal("hello", await Get("/a.txt"));
    }

    [Fact]
    public async Task AppeHandler_should_ignore_the_offset_of_REST()
    {
        await Put("/a.txt", "hello");
        await Received(await Run("APPE a.txt", Ready with { RestartAt = 2 }), " world");
        Assert.Equal("hello world", await Get("/a.txt"));
    }

    [Fact]
    public async Task AppeHandler_should_ask_for_translation_in_ASCII_mode() =>
        Assert.True(Plan(await Run("APPE a.txt", Ready with { Type = TransferType.Ascii })).IsAscii);

    [Theory]
    [InlineData(FtpRights.Create, "/new.txt", true)]
    [InlineData(FtpRights.Create, "/old.txt", false)]
    [InlineData(FtpRights.Overwrite, "/new.txt", false)]
    [InlineData(FtpRights.Overwrite, "/old.txt", true)]
    [InlineData(FtpRights.ReadOnly, "/old.txt", false)]
    public async Task AppeHandler_should_need_Create_for_a_new_file_and_Overwrite_for_an_old_one(
        FtpRights rights, string path, bool isAllowed)
    {
        await Put("/old.txt", "old");
        var outcome = await Run($"APPE {path}", As(Only(rights)));
        Assert.Equal(isAllowed ? null : 550, outcome.Reply?.Code);
    }

    [Fact]
    public async Task AppeHandler_should_reply_550_when_the_path_is_a_directory_or_has_no_parent()
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply("APPE in", Ready)).Code);
        Assert.Equal(550, (await Reply("APPE out/a.txt", Ready)).Code);
    }

    [Fact]
    public async Task AppeHandler_should_reply_553_when_the_name_is_not_allowed() =>
        Assert.Equal(553, (await Reply("APPE " + new string('x', 256), Ready)).Code);

    [Theory]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.Busy, 450)]
    public async Task AppeHandler_should_reply_452_without_space_and_450_when_busy(StorageFault fault, int code)
    {
        Storage.Fault = fault;
        Assert.Equal(code, (await Reply("APPE a.txt", Ready)).Code);
    }

    [Fact]
    public async Task AppeHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("APPE a.txt", Ready with { Data = null })).Code);

    [Fact]
    public async Task AppeHandler_should_leave_nothing_open_when_cancelled()
    {
        await Put("/a.txt", "hello");
        await ShouldLeaveNothingOpenWhenCancelled("APPE a.txt");
        Assert.Equal("hello", await Get("/a.txt"));
    }
}
