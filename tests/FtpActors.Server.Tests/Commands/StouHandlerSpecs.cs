using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class StouHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("STOU", "/in", @"^/in/ftp\.[a-z0-9]{8}$")]
    [InlineData("STOU a.txt", "/in", @"^/in/a\.txt\.[a-z0-9]{8}$")]
    [InlineData("STOU /in/a.txt", "/", @"^/in/a\.txt\.[a-z0-9]{8}$")]
    [InlineData("STOU /", "/in", @"^/ftp\.[a-z0-9]{8}$")]
    public async Task StouHandler_should_name_the_file_it_made_up_in_the_150_and_the_226(string line, string directory, string pattern)
    {
        await MakeDirectory("/in");
        var outcome = await Run(line, Ready with { WorkingDirectory = At(directory) });
        var plan = Plan(outcome);
        Assert.Matches(pattern, plan.Path.Value);
        Assert.Equal($"150 FILE: {plan.Path}", plan.Opening.ToString());
        Assert.Equal($"226 Transfer complete: {plan.Path}.", plan.Closing.ToString());
        await Received(outcome, "hello");
        Assert.Equal("hello", await Get(plan.Path.Value));
    }

    [Fact]
    public async Task StouHandler_should_try_another_name_when_one_is_taken()
    {
        Storage.Fault = StorageFault.AlreadyExists;
        Storage.FaultsLeft = 3;
        Assert.NotNull((await Run("STOU", Ready)).Transfer);
    }

    [Fact]
    public async Task StouHandler_should_reply_450_when_every_name_is_taken()
    {
        Storage.Fault = StorageFault.AlreadyExists;
        Assert.Equal(450, (await Reply("STOU", Ready)).Code);
    }

    [Fact]
    public async Task StouHandler_should_ask_for_translation_in_ASCII_mode() =>
        Assert.True(Plan(await Run("STOU", Ready with { Type = TransferType.Ascii })).IsAscii);

    [Fact]
    public async Task StouHandler_should_need_the_right_to_create_alone()
    {
        Assert.NotNull((await Run("STOU", As(Only(FtpRights.Create)))).Transfer);
        Assert.Equal(550, (await Reply("STOU", As(AllBut(FtpRights.Create)))).Code);
    }

    [Fact]
    public async Task StouHandler_should_reply_550_when_the_directory_is_missing() =>
        Assert.Equal(550, (await Reply("STOU in/a.txt", Ready)).Code);

    [Fact]
    public async Task StouHandler_should_reply_553_when_the_name_is_not_allowed() =>
        Assert.Equal(553, (await Reply("STOU " + new string('x', 256), Ready)).Code);

    [Theory]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.Busy, 450)]
    public async Task StouHandler_should_reply_452_without_space_and_450_when_busy(StorageFault fault, int code)
    {
        Storage.Fault = fault;
        Assert.Equal(code, (await Reply("STOU", Ready)).Code);
    }

    [Fact]
    public async Task StouHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("STOU", Ready with { Data = null })).Code);

    [Fact]
    public Task StouHandler_should_leave_nothing_open_when_cancelled() => ShouldLeaveNothingOpenWhenCancelled("STOU");

    [Fact]
    public async Task StouHandler_should_reply_504_after_RANG() =>
        Assert.Equal(504, (await Reply("STOU", Ready with { RangeEnd = 5 })).Code);
}
