using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class PortHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("127,0,0,1,19,137", 5001)]
    [InlineData("127,0,0,1,4,0", 1024)]
    [InlineData("127,0,0,1,255,255", 65535)]
    [InlineData("127,0,0,1,19,137 ", 5001)]
    public async Task PortHandler_should_reply_200_and_dial_the_client_next(string argument, int port)
    {
        var (reply, state) = await Step($"PORT {argument}", _state);
        Assert.Equal(new(200, "PORT command successful."), reply);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, port), Assert.IsType<DataDialer>(state.Data).Target);
    }

    [Theory]
    [InlineData("127,0,0,2,19,137")]
    [InlineData("192,0,2,1,19,137")]
    public async Task PortHandler_should_reply_500_to_an_address_that_is_not_the_clients(string argument)
    {
        var (reply, state) = await Step($"PORT {argument}", _state);
        Assert.Equal(new(500, "Illegal PORT command."), reply);
        Assert.Null(state.Data);
    }

    [Theory]
    [InlineData("127,0,0,1,0,25")]
    [InlineData("127,0,0,1,3,255")]
    public async Task PortHandler_should_reply_500_to_a_port_below_1024(string argument) =>
        Assert.Equal(new(500, "Illegal PORT command."), await Reply($"PORT {argument}", _state));

    [Theory]
    [InlineData("")]
    [InlineData("5001")]
    [InlineData("127,0,0,1,19")]
    [InlineData("127,0,0,256,19,137")]
    [InlineData("127,0,0,1,19,137,0")]
    [InlineData("|1|127.0.0.1|5001|")]
    public async Task PortHandler_should_reply_501_to_another_syntax(string argument) =>
        Assert.Equal(501, (await Reply($"PORT {argument}", _state)).Code);

    [Fact]
    public async Task PortHandler_should_reply_501_on_an_IPv6_control_connection()
    {
        Local = new(IPAddress.IPv6Loopback, 21);
        Remote = new(IPAddress.IPv6Loopback, 40000);
        Assert.Equal(new(501, "Use EPRT on an IPv6 connection."), await Reply("PORT 127,0,0,1,19,137", _state));
    }

    [Fact]
    public async Task PortHandler_should_reply_503_after_EPSV_ALL() =>
        Assert.Equal(503, (await Reply("PORT 127,0,0,1,19,137", _state with { EpsvOnly = true })).Code);

    [Fact]
    public async Task PortHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("PORT 127,0,0,1,19,137")).Code);
}
