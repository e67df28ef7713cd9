using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class RetrHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task RetrHandler_should_send_the_file_between_150_with_its_size_and_226()
    {
        await Put("/a.txt", "hello");
        var outcome = await Run("RETR a.txt", Ready);
        var plan = Plan(outcome);
        Assert.Equal("150 Opening BINARY mode data connection for /a.txt (5 bytes).", plan.Opening.ToString());
        Assert.Equal("226 Transfer complete.", plan.Closing.ToString());
        Assert.Equal(("RETR", At("/a.txt"), false), (plan.Verb, plan.Path, plan.IsAscii));
        Assert.Equal("hello", await Sent(outcome));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData(0, "hello")]
    [InlineData(2, "llo")]
    [InlineData(5, "")]
    public async Task RetrHandler_should_start_at_the_offset_of_REST(long offset, string sent)
    {
        await Put("/a.txt", "hello");
        var outcome = await Run("RETR a.txt", Ready with { RestartAt = offset });
        Assert.Contains("(5 bytes)", Plan(outcome).Opening.Text);
        Assert.Equal(sent, await Sent(outcome));
    }

    [Fact]
    public async Task RetrHandler_should_reply_554_when_the_offset_lies_past_the_end()
    {
        await Put("/a.txt", "hello");
        Assert.Equal(554, (await Reply("RETR a.txt", Ready with { RestartAt = 6 })).Code);
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Fact]
    public async Task RetrHandler_should_ask_for_translation_in_ASCII_mode_and_count_stored_bytes()
    {
        await Put("/a.txt", "a\nb\n");
        var outcome = await Run("RETR a.txt", Ready with { Type = TransferType.Ascii, RestartAt = 2 });
        var plan = Plan(outcome);
        Assert.True(plan.IsAscii);
        Assert.Equal("150 Opening ASCII mode data connection for /a.txt.", plan.Opening.ToString());
        Assert.Equal("b\n", await Sent(outcome));
    }

    [Fact]
    public async Task RetrHandler_should_reply_550_when_the_file_is_missing() =>
        Assert.Equal(550, (await Reply("RETR a.txt", Ready)).Code);

    [Fact]
    public async Task RetrHandler_should_reply_550_when_the_path_is_a_directory()
    {
        await MakeDirectory("/in");
        Assert.Equal(550, (await Reply("RETR in", Ready)).Code);
    }

    [Fact]
    public async Task RetrHandler_should_reply_550_when_the_nearest_rule_forbids_reading()
    {
        await MakeDirectory("/in");
        await Put("/in/a.txt", "a");
        var rights = PathRights.ReadWrite.With(At("/in"), FtpRights.List | FtpRights.Create);
        Assert.Equal(550, (await Reply("RETR in/a.txt", As(rights))).Code);
    }

    [Fact]
    public async Task RetrHandler_should_reply_450_when_the_file_is_busy()
    {
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("RETR a.txt", Ready)).Code);
    }

    [Fact]
    public async Task RetrHandler_should_reply_425_before_it_opens_anything_without_a_data_connection()
    {
        await Put("/a.txt", "a");
        Storage.Opened = () => Assert.Fail("It opened the file.");
        Assert.Equal(425, (await Reply("RETR a.txt", Ready with { Data = null })).Code);
    }

    [Fact]
    public async Task RetrHandler_should_leave_nothing_open_when_cancelled()
    {
        await Put("/a.txt", "a");
        await ShouldLeaveNothingOpenWhenCancelled("RETR a.txt");
    }
}
