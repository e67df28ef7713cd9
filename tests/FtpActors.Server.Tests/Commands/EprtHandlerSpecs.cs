using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class EprtHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Theory]
    [InlineData("|1|127.0.0.1|5001|")]
    [InlineData("!1!127.0.0.1!5001!")]
    [InlineData("|1|127.0.0.1|5001| ")]
    [InlineData("|2|::ffff:127.0.0.1|5001|")]
    public async Task EprtHandler_should_reply_200_and_dial_an_IPv4_client_next(string argument)
    {
        var (reply, state) = await Step($"EPRT {argument}", _state);
        Assert.Equal(new(200, "EPRT command successful."), reply);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5001), Assert.IsType<DataDialer>(state.Data).Target);
    }

    [Fact]
    public async Task EprtHandler_should_reply_200_and_dial_a_link_local_client_through_the_interface_it_came_from()
    {
        Local = new(IPAddress.Parse("fe80::1%7"), 21);
        Remote = new(IPAddress.Parse("fe80::2%7"), 40000);
        var (reply, state) = await Step("EPRT |2|fe80::2|5001|", _state);
        Assert.Equal(200, reply.Code);
        Assert.Equal(new IPEndPoint(Remote.Address, 5001), Assert.IsType<DataDialer>(state.Data).Target);
    }

    [Theory]
    [InlineData("|1|127.0.0.2|5001|")]
    public async Task EprtHandler_should_reply_500_to_an_address_that_is_not_the_clients(string argument)
    {
        var (reply, state) = await Step($"EPRT {argument}", _state);
        Assert.Equal(new(500, "Illegal EPRT command."), reply);
        Assert.Null(state.Data);
    }

    [Fact]
    public async Task EprtHandler_should_reply_500_to_a_port_below_1024() =>
        Assert.Equal(new(500, "Illegal EPRT command."), await Reply("EPRT |1|127.0.0.1|1023|", _state));

    [Fact]
    public async Task EprtHandler_should_reply_522_to_the_protocol_that_the_client_did_not_come_by()
    {
        var (reply, state) = await Step("EPRT |2|::1|5001|", _state);
        Assert.Equal(new(522, "Network protocol not supported here, use (1)."), reply);
        Assert.Null(state.Data);
        Local = new(IPAddress.IPv6Loopback, 21);
        Remote = new(IPAddress.IPv6Loopback, 40000);
        Assert.Equal(new(522, "Network protocol not supported here, use (2)."), await Reply("EPRT |1|127.0.0.1|5001|", _state));
    }

    [Fact]
    public async Task EprtHandler_should_reply_522_to_an_unknown_protocol() =>
        Assert.Equal(new(522, "Network protocol not supported, use (1,2)."), await Reply("EPRT |3|127.0.0.1|5001|", _state));

    [Theory]
    [InlineData("")]
    [InlineData("127,0,0,1,19,137")]
    [InlineData("|1|127.0.0.1|5001")]
    [InlineData("|1|::1|5001|")]
    [InlineData("|1|127.0.0.1|65536|")]
    public async Task EprtHandler_should_reply_501_to_another_syntax(string argument) =>
        Assert.Equal(501, (await Reply($"EPRT {argument}", _state)).Code);

    [Fact]
    public async Task EprtHandler_should_reply_503_after_EPSV_ALL() =>
        Assert.Equal(503, (await Reply("EPRT |1|127.0.0.1|5001|", _state with { EpsvOnly = true })).Code);

    [Fact]
    public async Task EprtHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("EPRT |1|127.0.0.1|5001|")).Code);
}
