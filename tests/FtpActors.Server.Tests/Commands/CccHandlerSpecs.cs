using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public sealed class CccHandlerSpecs : CommandHandlerSpecBase
{
    private static readonly SessionState LoggedIn = LoggedInOn(new MemoryStorage()) with { Security = SecurityStates.Encrypted().Security };

    public CccHandlerSpecs() => Allow(true);

    [Fact]
    public async Task CccHandler_should_reply_200_and_leave_data_connections_as_they_are()
    {
        var (reply, state) = await Step("CCC", new DataProtectionChosen(IsPrivate: true).Apply(LoggedIn));
        Assert.Equal(200, reply.Code);
        Assert.Equal(ControlProtection.Cleared, state.Security.Control);
        Assert.True(state.Security.IsDataPrivate);
        Assert.NotNull(state.User);
    }

    [Fact]
    public async Task CccHandler_should_reply_534_where_it_is_not_allowed()
    {
        Allow(false);
        Assert.Equal(534, (await Reply("CCC", LoggedIn)).Code);
    }

    [Fact]
    public async Task CccHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("CCC", SecurityStates.Encrypted())).Code);

    [Fact]
    public async Task CccHandler_should_reply_533_in_clear_text()
    {
        Assert.Equal(533, (await Reply("CCC", SecurityStates.Clear())).Code);
        Assert.Equal(533, (await Reply("CCC", new CommandsCleared().Apply(LoggedIn))).Code);
    }

    [Fact]
    public async Task CccHandler_should_reply_503_where_there_is_no_TLS() => Assert.Equal(503, (await Reply("CCC")).Code);

    private void Allow(bool isAllowed) => Options = Options with
    {
        Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() }, AllowsClearCommands = isAllowed },
    };
}
