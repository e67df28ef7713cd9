namespace FtpActors.Server.Tests.Commands;

public sealed class EpsvHandlerSpecs() : PassiveHandlerSpecBase("EPSV")
{
    [Theory]
    [InlineData("EPSV")]
    [InlineData("EPSV 1")]
    public async Task EpsvHandler_should_reply_229_on_IPv4(string line) =>
        Assert.Equal(new(229, "Entering Extended Passive Mode (|||5001|)."), await Announced(line, 5001));

    [Theory]
    [InlineData("EPSV")]
    [InlineData("EPSV 2")]
    public async Task EpsvHandler_should_reply_229_on_IPv6(string line)
    {
        Local = new(Ipv6, 21);
        Remote = new(Ipv6, 40000);
        Assert.Equal(new(229, "Entering Extended Passive Mode (|||5001|)."), await Announced(line, 5001));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("42")]
    public async Task EpsvHandler_should_reply_522_on_IPv4_to_any_protocol_but_1(string protocol) =>
        Assert.Equal(new(522, "Network protocol not supported here, use (1)."), await Reply($"EPSV {protocol}", State));

    [Fact]
    public async Task EpsvHandler_should_reply_522_on_IPv6_to_any_protocol_but_2()
    {
        Local = new(Ipv6, 21);
        Remote = new(Ipv6, 40000);
        Assert.Equal(new(522, "Network protocol not supported here, use (2)."), await Reply("EPSV 1", State));
    }

    [Theory]
    [InlineData("ALL")]
    [InlineData("all")]
    public async Task EpsvHandler_should_reply_200_to_ALL_and_refuse_other_verbs_from_then_on(string argument)
    {
        var (reply, state) = await Step($"EPSV {argument}", State);
        Assert.Equal(200, reply.Code);
        Assert.True(state.EpsvOnly);
    }

    [Fact]
    public async Task EpsvHandler_should_reply_229_after_ALL() =>
        Assert.Equal(229, (await Announced("EPSV", 5001, State with { EpsvOnly = true }))?.Code);

    [Theory]
    [InlineData("x")]
    [InlineData("1 2")]
    [InlineData("-1")]
    public async Task EpsvHandler_should_reply_501_to_anything_else(string argument) =>
        Assert.Equal(501, (await Reply($"EPSV {argument}", State)).Code);
}
