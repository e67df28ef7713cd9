using System.Net;

namespace FtpActors.Server.Tests.Commands;

public sealed class PasvHandlerSpecs() : PassiveHandlerSpecBase("PASV")
{
    [Fact]
    public async Task PasvHandler_should_reply_227_with_the_address_of_the_control_connection()
    {
        Local = new(IPAddress.Parse("192.0.2.1"), 21);
        Assert.Equal(new(227, "Entering Passive Mode (192,0,2,1,19,137)."), await Announced("PASV", 5001));
    }

    [Fact]
    public async Task PasvHandler_should_reply_227_with_the_configured_address()
    {
        Options = Options with { Passive = new() { Address = IPAddress.Parse("203.0.113.9") } };
        Assert.Equal(new(227, "Entering Passive Mode (203,0,113,9,19,137)."), await Announced("PASV", 5001));
    }

    [Fact]
    public async Task PasvHandler_should_reply_227_with_the_plain_address_behind_a_dual_stack_listener()
    {
        Local = new(IPAddress.Parse("192.0.2.1").MapToIPv6(), 21);
        Assert.Equal(new(227, "Entering Passive Mode (192,0,2,1,19,137)."), await Announced("PASV", 5001));
    }

    [Fact]
    public async Task PasvHandler_should_reply_425_on_an_IPv6_control_connection()
    {
        Local = new(Ipv6, 21);
        Remote = new(Ipv6, 40000);
        Assert.Equal(425, (await Reply("PASV", State)).Code);
        Assert.False(PassivePorts.HasMessages);
    }

    [Fact]
    public async Task PasvHandler_should_reply_503_after_EPSV_ALL()
    {
        Assert.Equal(503, (await Reply("PASV", State with { EpsvOnly = true })).Code);
        Assert.False(PassivePorts.HasMessages);
    }
}
