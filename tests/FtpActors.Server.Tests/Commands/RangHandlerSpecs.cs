using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class RangHandlerSpecs : FileVerbSpecBase
{
    [Theory]
    [InlineData("RANG 0 0", 0, 0L)]
    [InlineData("RANG 802816 1000000", 802816, 1000000L)]
    public async Task RangHandler_should_reply_350_with_the_range(string line, long start, long end)
    {
        var (reply, state) = await Step(line, Ready);
        Assert.Equal(new(350, $"Restarting at {start}. End byte range at {end}."), reply);
        Assert.Equal((start, (long?)end), (state.RestartAt, state.RangeEnd));
    }

    [Fact]
    public async Task RangHandler_should_reply_350_when_the_range_is_reset()
    {
        var (reply, state) = await Step("RANG 1 0", Ready);
        Assert.Equal(350, reply.Code);
        Assert.Null(state.RangeEnd);
        Assert.False(Options.Commands.Find("RANG")!.IsTransparent);
    }

    [Theory]
    [InlineData("RANG")]
    [InlineData("RANG 1")]
    [InlineData("RANG 5 4")]
    [InlineData("RANG -1 4")]
    [InlineData("RANG 1 2 3")]
    [InlineData("RANG 0 9223372036854775807")]
    public async Task RangHandler_should_reply_501_to_what_is_no_range(string line) => Assert.Equal(501, (await Reply(line, Ready)).Code);

    [Fact]
    public async Task RangHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("RANG 0 1", SessionState.Initial)).Code);

    [Theory]
    [InlineData(2, 4, "234")]
    [InlineData(8, 100, "89")]
    [InlineData(20, 30, "")]
    public async Task RetrHandler_should_send_the_range(long start, long end, string content)
    {
        await Put("/a", "0123456789");
        var outcome = await Run("RETR a", Ready with { RestartAt = start, RangeEnd = end });
        Assert.Equal(content, await Sent(outcome));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData(2, 4, "abc", "01abc56789")]
    [InlineData(0, 0, "a", "a123456789")]
    [InlineData(8, 11, "abcd", "01234567abcd")]
    [InlineData(10, 11, "ab", "0123456789ab")]
    public async Task StorHandler_should_write_the_range_and_nothing_else(long start, long end, string sent, string content)
    {
        await Put("/a", "0123456789");
        await Received(await Run("STOR a", LoggedInOn(Files) with { Type = TransferType.Image, Data = Ready.Data, RestartAt = start, RangeEnd = end }), sent);
        Assert.Equal(content, await Get("/a"));
    }

    [Theory]
    [InlineData("abcd", TransferDataFault.OutsideRange)]
    [InlineData("ab", TransferDataFault.Truncated)]
    public async Task StorHandler_should_take_a_range_whole(string sent, TransferDataFault fault)
    {
        await Put("/a", "0123456789");
        var outcome = await Run("STOR a", LoggedInOn(Files) with { Type = TransferType.Image, Data = Ready.Data, RestartAt = 2, RangeEnd = 4 });
        var wrong = await Assert.ThrowsAsync<TransferDataException>(() => Received(outcome, sent));
        await Plan(outcome).DisposeAsync();
        Assert.Equal(fault, wrong.Fault);
        Assert.Equal(("01", "56789"), ((await Get("/a"))[..2], (await Get("/a"))[5..]));
    }

    [Fact]
    public async Task StorHandler_should_make_a_missing_file_of_a_range_from_its_start_only()
    {
        var state = LoggedInOn(Files) with { Type = TransferType.Image, Data = Ready.Data, RangeEnd = 2 };
        Assert.Equal(554, (await Reply("STOR a", state with { RestartAt = 1 })).Code);
        await Received(await Run("STOR a", state), "abc");
        Assert.Equal("abc", await Get("/a"));
        Assert.Equal(554, (await Reply("STOR a", state with { RestartAt = 4, RangeEnd = 5 })).Code);
        Assert.Equal(550, (await Reply("STOR a", LoggedInOn(Files, AllBut(FtpRights.Overwrite)) with { Data = Ready.Data, RangeEnd = 2 })).Code);
    }

    [Fact]
    public async Task StorHandler_should_reply_504_where_the_storage_writes_no_ranges_and_AppeHandler_always()
    {
        await Put("/a", "0123456789");
        Assert.Equal(504, (await Reply("STOR a", Ready with { RestartAt = 2, RangeEnd = 4 })).Code);
        Assert.Equal(504, (await Reply("APPE a", LoggedInOn(Files) with { Data = Ready.Data, RestartAt = 2, RangeEnd = 4 })).Code);
        Assert.Equal("0123456789", await Get("/a"));
    }
}
