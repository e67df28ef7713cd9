using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class AuthHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("AUTH TLS", false)]
    [InlineData("AUTH tls", false)]
    [InlineData("AUTH TLS-C", false)]
    [InlineData("AUTH SSL", false)]
    [InlineData("AUTH TLS-P", true)]
    public async Task AuthHandler_should_reply_234_and_have_TLS_start(string line, bool isDataPrivate)
    {
        var (reply, state) = await Step(line, SecurityStates.Clear());
        Assert.Equal(234, reply.Code);
        Assert.Equal(ControlProtection.Starting, state.Security.Control);
        Assert.Equal(isDataPrivate, state.Security.IsDataPrivate);
        Assert.False(state.Security.IsEncrypted);
    }

    [Fact]
    public async Task AuthHandler_should_log_out_whoever_was_logged_in_and_keep_the_host_and_the_count_of_failures()
    {
        var before = LoggedInOn(new MemoryStorage()) with { Security = SecurityStates.Clear().Security, HostName = "ftp.example.org", LoginFailures = 2 };
        var (_, state) = await Step("AUTH TLS", before);
        Assert.Null(state.User);
        Assert.Null(state.Storage);
        Assert.Equal(("ftp.example.org", 2), (state.HostName, state.LoginFailures));
    }

    [Fact]
    public async Task AuthHandler_should_reply_503_under_TLS_already() =>
        Assert.Equal(503, (await Reply("AUTH TLS", SecurityStates.Encrypted())).Code);

    [Fact]
    public async Task AuthHandler_should_reply_234_again_after_CCC()
    {
        var cleared = new CommandsCleared().Apply(SecurityStates.Encrypted());
        Assert.Equal(234, (await Reply("AUTH TLS", cleared)).Code);
    }

    [Theory]
    [InlineData("AUTH GSSAPI")]
    [InlineData("AUTH TLS 1.3")]
    public async Task AuthHandler_should_reply_504_to_another_mechanism_and_name_the_right_one(string line)
    {
        var reply = await Reply(line, SecurityStates.Clear());
        Assert.Equal(504, reply.Code);
        Assert.Contains("AUTH TLS", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthHandler_should_reply_501_without_a_mechanism() => Assert.Equal(501, (await Reply("AUTH", SecurityStates.Clear())).Code);

    [Theory]
    [InlineData("AUTH TLS")]
    [InlineData("AUTH SSL")]
    [InlineData("AUTH GSSAPI")]
    public async Task AuthHandler_should_reply_502_where_there_is_no_TLS(string line) => Assert.Equal(502, (await Reply(line)).Code);

    [Fact]
    public async Task FEAT_and_HELP_should_show_security_verbs_where_there_is_TLS_only()
    {
        foreach (var state in new[] { SecurityStates.Clear(), SecurityStates.Encrypted(TlsPolicy.Required) })
        {
            var features = await Features(state);
            Assert.All([" AUTH TLS", " PBSZ", " PROT"], feature => Assert.Contains(feature, features));
            Assert.Contains(" AUTH ", string.Join(' ', (await Reply("HELP", state)).Lines), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await Features(SessionState.Initial), line => line.Contains("AUTH", StringComparison.Ordinal) || line.Contains("PROT", StringComparison.Ordinal));
        Assert.DoesNotContain(" AUTH ", string.Join(' ', (await Reply("HELP")).Lines), StringComparison.Ordinal);
    }

    private async Task<string[]> Features(SessionState state) => [.. (await Reply("FEAT", state)).Lines];
}
