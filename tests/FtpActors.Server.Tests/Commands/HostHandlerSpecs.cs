using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class HostHandlerSpecs : CommandHandlerSpecBase
{
    private static readonly KnownUsers Users = new(new FtpUser { Name = "anna" });

    private static readonly VirtualHost Host = new()
    {
        Storage = new MemoryStorage(),
        Authenticator = Users,
        Users = Users,
        Welcome = "Files of the example.",
        Limits = new LimitOptions { MaxLoginFailures = 1, LoginFailureDelay = TimeSpan.Zero },
    };

    public HostHandlerSpecs() => Options = Options with
    {
        Welcome = "Main.",
        Hosts = new Dictionary<string, VirtualHost> { ["ftp.Example.org"] = Host, ["plain.example.org"] = Host with { Welcome = null } }.ToImmutableDictionary(),
    };

    [Theory]
    [InlineData("ftp.example.org", "Files of the example.")]
    [InlineData("FTP.EXAMPLE.ORG", "Files of the example.")]
    [InlineData("plain.example.org", "Main.")]
    public async Task HostHandler_should_reply_220_with_the_welcome_of_the_host(string name, string welcome)
    {
        var (reply, state) = await Step($"HOST {name}");
        Assert.Equal(new(220, welcome), reply);
        Assert.Equal(name.ToLowerInvariant(), state.HostName);
        Assert.Same(Options.Hosts[name], state.Host);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("2001:db8::1", "[2001:db8::1]")]
    public async Task HostHandler_should_reply_220_to_the_servers_own_address(string local, string name)
    {
        Local = new IPEndPoint(IPAddress.Parse(local), 2121);
        var (reply, state) = await Step($"HOST {name}", SessionState.Initial with { Host = Host, HostName = "ftp.example.org" });
        Assert.Equal(new(220, "Main."), reply);
        Assert.Null(state.Host);
        Assert.Null(state.HostName);
    }

    [Theory]
    [InlineData("other.example.org")]
    [InlineData("192.0.2.1")]
    [InlineData("[2001:db8::2]")]
    public async Task HostHandler_should_reply_504_to_a_host_that_is_not_here(string name) =>
        Assert.Equal(504, (await Reply($"HOST {name}")).Code);

    [Theory]
    [InlineData("HOST")]
    [InlineData("HOST a b")]
    [InlineData("HOST 2001:db8::1")]
    [InlineData("HOST [127.0.0.1]")]
    [InlineData("HOST ftp.example.org/")]
    public async Task HostHandler_should_reply_501_to_what_is_neither_a_name_nor_an_address(string line) =>
        Assert.Equal(501, (await Reply(line)).Code);

    [Fact]
    public async Task HostHandler_should_reply_503_after_USER()
    {
        Assert.Equal(503, (await Reply("HOST ftp.example.org", SessionState.Initial with { PendingUser = "anna" })).Code);
        Assert.Equal(503, (await Reply("HOST ftp.example.org", LoggedInOn(new MemoryStorage()))).Code);
    }

    [Fact]
    public async Task HostHandler_should_reply_220_to_every_name_where_there_are_no_virtual_hosts()
    {
        Options = Options with { Hosts = ImmutableDictionary<string, VirtualHost>.Empty };
        var (reply, state) = await Step("HOST any.example.org");
        Assert.Equal(new(220, "Main."), reply);
        Assert.Null(state.Host);
    }

    [Fact]
    public async Task HostHandler_should_have_USER_and_PASS_ask_the_users_of_the_host()
    {
        var (_, state) = await Step("HOST ftp.example.org");
        (_, state) = await Step("USER anna", state);
        var (reply, after) = await Step("PASS secret", state);
        Assert.Equal(230, reply.Code);
        Assert.Equal("anna", after.User!.Name);
        Assert.Same(Host.Storage, after.Storage);
        Assert.Equal("ftp.example.org", after.HostName);
        Assert.Null(new Reinitialised().Apply(after).Host);
    }

    [Fact]
    public async Task HostHandler_should_have_the_limits_of_the_host_hold()
    {
        var (_, state) = await Step("HOST ftp.example.org");
        (_, state) = await Step("USER anna", state);
        Assert.Equal(421, (await Reply("PASS wrong", state)).Code);
        Assert.Equal(530, (await Reply("PASS wrong", state with { Host = null, HostName = null })).Code);
    }
}
