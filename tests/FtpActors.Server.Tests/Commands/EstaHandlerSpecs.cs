using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Commands;

/// <summary>ESTA and ESTP.</summary>
public sealed class EstaHandlerSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    [Fact]
    public async Task EstaHandler_should_reply_225_with_the_address_it_dials()
    {
        var active = _state with { Data = new DataDialer(IPAddress.Loopback, new IPEndPoint(IPAddress.Loopback, 5001)) };
        Assert.Equal(new FtpReply(225, "(|1|127.0.0.1|5001|)"), await Reply("ESTA", active));
        Assert.Equal(503, (await Reply("ESTP", active)).Code);
    }

    [Fact]
    public async Task EstpHandler_should_reply_225_with_the_address_it_listens_at()
    {
        Local = new IPEndPoint(IPAddress.IPv6Loopback, 2121);
        var passive = _state with { Data = new Listener() };
        Assert.Equal(new FtpReply(225, "(|2|::1|5002|)"), await Reply("ESTP", passive));
        Assert.Equal(503, (await Reply("ESTA", passive)).Code);
    }

    [Theory]
    [InlineData("ESTA")]
    [InlineData("ESTP")]
    public async Task EstaHandler_should_reply_503_when_nothing_is_announced(string verb) =>
        Assert.Equal(503, (await Reply(verb, _state)).Code);

    [Theory]
    [InlineData("ESTA")]
    [InlineData("ESTP")]
    public async Task EstaHandler_should_reply_530_before_login(string verb) => Assert.Equal(530, (await Reply(verb)).Code);

    private sealed class Listener : IPassiveConnector
    {
        public int Port => 5002;

        public Task<IDataTransport> Connect(CancellationToken cancel) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
