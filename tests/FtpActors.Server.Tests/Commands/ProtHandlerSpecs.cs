using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

/// <summary>PBSZ and PROT, and transfers without them.</summary>
public sealed class ProtHandlerSpecs : CommandHandlerSpecBase
{
    private static readonly SessionState Sized = new BufferSizeAgreed().Apply(SecurityStates.Encrypted());

    [Theory]
    [InlineData("PBSZ 0")]
    [InlineData("PBSZ 4096")]
    public async Task PbszHandler_should_reply_200_with_the_size_zero(string line)
    {
        var (reply, state) = await Step(line, SecurityStates.Encrypted());
        Assert.Equal(new(200, "PBSZ=0"), reply);
        Assert.True(state.Security.HasBufferSize);
    }

    [Theory]
    [InlineData("PBSZ")]
    [InlineData("PBSZ -1")]
    [InlineData("PBSZ 4294967296")]
    [InlineData("PBSZ x")]
    public async Task PbszHandler_should_reply_501_to_what_is_no_number(string line) =>
        Assert.Equal(501, (await Reply(line, SecurityStates.Encrypted())).Code);

    [Theory]
    [InlineData("PBSZ 0")]
    [InlineData("PROT P")]
    [InlineData("ADAT abc")]
    [InlineData("MIC abc")]
    [InlineData("CONF abc")]
    [InlineData("ENC abc")]
    public async Task What_follows_AUTH_should_reply_503_without_it(string line)
    {
        Assert.Equal(503, (await Reply(line)).Code);
        Assert.Equal(new(503, "Send AUTH TLS first."), await Reply(line, SecurityStates.Clear()));
        Assert.Equal(503, (await Reply(line, new CommandsCleared().Apply(Sized))).Code);
    }

    [Theory]
    [InlineData("PROT P", true)]
    [InlineData("PROT p", true)]
    [InlineData("PROT C", false)]
    public async Task ProtHandler_should_reply_200_and_choose(string line, bool isPrivate)
    {
        var (reply, state) = await Step(line, Sized);
        Assert.Equal(200, reply.Code);
        Assert.Equal(isPrivate, state.Security.IsDataPrivate);
    }

    [Fact]
    public async Task ProtHandler_should_reply_503_before_PBSZ() => Assert.Equal(503, (await Reply("PROT P", SecurityStates.Encrypted())).Code);

    [Theory]
    [InlineData("PROT S")]
    [InlineData("PROT E")]
    public async Task ProtHandler_should_reply_536_to_levels_TLS_has_not(string line) => Assert.Equal(536, (await Reply(line, Sized)).Code);

    [Fact]
    public async Task ProtHandler_should_reply_504_to_what_is_no_level() => Assert.Equal(504, (await Reply("PROT X", Sized)).Code);

    [Theory]
    [InlineData(TlsPolicy.Required, TlsPolicy.Optional, 534)]
    [InlineData(TlsPolicy.RequiredForData, TlsPolicy.Optional, 534)]
    [InlineData(TlsPolicy.RequiredForLogin, TlsPolicy.Optional, 200)]
    [InlineData(TlsPolicy.Optional, TlsPolicy.RequiredForData, 534)]
    [InlineData(TlsPolicy.Optional, TlsPolicy.Required, 534)]
    [InlineData(TlsPolicy.Optional, TlsPolicy.RequiredForLogin, 200)]
    public async Task ProtHandler_should_reply_534_to_C_where_listener_or_user_require_P(TlsPolicy listener, TlsPolicy user, int code)
    {
        var state = LoggedIn(user) with { Security = Sized.Security with { Policy = listener } };
        Assert.Equal(code, (await Reply("PROT C", state)).Code);
        Assert.Equal(code == 534 ? 521 : 425, (await Reply("LIST", state)).Code);
        Assert.Equal(code == 534 ? 521 : 425, (await Reply("STOR a", state)).Code);
        Assert.Equal(425, (await Reply("RETR a", new DataProtectionChosen(IsPrivate: true).Apply(state))).Code);
    }

    [Fact]
    public async Task A_transfer_should_reply_521_and_say_what_to_do()
    {
        var required = LoggedIn(TlsPolicy.RequiredForData);
        Assert.Contains("PROT P", (await Reply("NLST", required with { Security = Sized.Security })).Text, StringComparison.Ordinal);
        Assert.Contains("AUTH TLS", (await Reply("NLST", required with { Security = SecurityStates.Clear().Security })).Text, StringComparison.Ordinal);
        Assert.Equal(521, (await Reply("PRET NLST", required with { Security = Sized.Security })).Code);
    }

    [Theory]
    [InlineData("ADAT abc", 503)]
    [InlineData("MIC abc", 537)]
    [InlineData("CONF abc", 537)]
    [InlineData("ENC abc", 537)]
    public async Task SecurityDataHandler_should_refuse_what_TLS_does_without(string line, int code) =>
        Assert.Equal(code, (await Reply(line, Sized)).Code);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void REIN_should_clear_TLS_unless_the_connection_began_with_it(bool isImplicit, bool isEncrypted)
    {
        var state = new Reinitialised().Apply(new BufferSizeAgreed().Apply(SecurityStates.Encrypted(TlsPolicy.Required, isImplicit: isImplicit)));
        Assert.Equal((isEncrypted, isImplicit, TlsPolicy.Required), (state.Security.IsEncrypted, state.Security.IsDataPrivate, state.Security.Policy));
        Assert.Equal(isImplicit, state.Security.HasBufferSize);
    }

    [Fact]
    public async Task USER_should_leave_TLS_and_PROT_as_they_are()
    {
        var chosen = new DataProtectionChosen(IsPrivate: true).Apply(Sized);
        var (_, state) = await Step("USER demo", chosen);
        Assert.Equal(chosen.Security, state.Security);
    }

    private static SessionState LoggedIn(TlsPolicy policy) => SessionState.Initial with
    {
        User = new FtpUser { Name = "demo", Tls = policy },
        Storage = new MemoryStorage(),
    };
}
