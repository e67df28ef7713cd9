using System.Net;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

/// <summary>USER in clear text where TLS is required, and USER with a client certificate.</summary>
public sealed class UserHandlerTlsSpecs : CommandHandlerSpecBase
{
    private static readonly X509Certificate2 Certificate = ThrowawayCertificates.Make("anna");

    private readonly CertifiedUsers _users = new();

    public UserHandlerTlsSpecs() => Options = Options with { Storage = new MemoryStorage(), Authenticator = _users, Users = _users };

    [Theory]
    [InlineData(TlsPolicy.Off, "anna", 331)]
    [InlineData(TlsPolicy.Optional, "anna", 331)]
    [InlineData(TlsPolicy.RequiredForData, "anna", 331)]
    [InlineData(TlsPolicy.RequiredForLogin, "anna", 530)]
    [InlineData(TlsPolicy.Required, "anna", 530)]
    [InlineData(TlsPolicy.Required, "nobody", 530)]
    [InlineData(TlsPolicy.Optional, "strict", 530)]
    [InlineData(TlsPolicy.Off, "strict", 530)]
    public async Task UserHandler_should_reply_530_in_clear_text_where_listener_or_user_require_TLS(TlsPolicy policy, string name, int code)
    {
        var (reply, state) = await Step($"USER {name}", SecurityStates.Clear(policy));
        Assert.Equal(code, reply.Code);
        if (code == 331)
            return;
        Assert.Contains(policy == TlsPolicy.Off ? "listener that offers TLS" : "AUTH TLS", reply.Text, StringComparison.Ordinal);
        Assert.Null(state.PendingUser);
        Assert.Equal(503, (await Reply("PASS secret", state)).Code);
        Assert.Equal(331, (await Reply($"USER {name}", SecurityStates.Encrypted(policy))).Code);
    }

    [Fact]
    public async Task UserHandler_should_reply_530_after_CCC_as_in_clear_text() =>
        Assert.Equal(530, (await Reply("USER anna", new CommandsCleared().Apply(SecurityStates.Encrypted(TlsPolicy.Required)))).Code);

    [Theory]
    [InlineData(Identification.Accepted, 232)]
    [InlineData(Identification.PasswordNeeded, 331)]
    [InlineData(Identification.Refused, 530)]
    public async Task UserHandler_should_do_as_the_certificate_decides(Identification decision, int code)
    {
        _users.Decision = decision;
        var (reply, state) = await Step("USER anna", SecurityStates.Encrypted(certificate: Certificate));
        Assert.Equal(code, reply.Code);
        Assert.Equal(code == 232, state.User?.Name == "anna");
        Assert.Equal(("anna", Certificate), _users.Asked);
    }

    [Fact]
    public async Task UserHandler_should_reply_530_to_a_certificate_of_a_user_the_directory_does_not_know()
    {
        _users.Decision = Identification.Accepted;
        Assert.Equal(530, (await Reply("USER nobody", SecurityStates.Encrypted(certificate: Certificate))).Code);
    }

    [Fact]
    public async Task UserHandler_should_not_ask_for_a_certificate_that_is_not_there_or_came_before_CCC()
    {
        _users.Decision = Identification.Accepted;
        Assert.Equal(331, (await Reply("USER anna", SecurityStates.Encrypted())).Code);
        Assert.Equal(331, (await Reply("USER anna", new CommandsCleared().Apply(SecurityStates.Encrypted(certificate: Certificate)))).Code);
        Assert.Null(_users.Asked);
    }

    [Fact]
    public async Task PassHandler_should_tell_the_authenticator_of_TLS_and_certificate()
    {
        var (_, state) = await Step("USER anna", SecurityStates.Encrypted(certificate: Certificate));
        Assert.Equal(230, (await Reply("PASS secret", state)).Code);
        Assert.True(_users.Shown!.IsEncrypted);
        Assert.Same(Certificate, _users.Shown.Certificate);
    }

    [Theory]
    [InlineData("HOST ftp.example.org", 220)]
    [InlineData("HOST FTP.example.org", 220)]
    [InlineData("HOST other.example.org", 504)]
    public async Task HostHandler_should_reply_504_to_another_host_than_SNI_named(string line, int code) =>
        Assert.Equal(code, (await Reply(line, SecurityStates.Encrypted(serverName: "ftp.example.org"))).Code);

    private sealed class CertifiedUsers : IAuthenticator, IUserDirectory, ICertificateIdentifier
    {
        public Identification Decision { get; set; } = Identification.PasswordNeeded;

        public (string Name, X509Certificate2 Certificate)? Asked { get; private set; }

        public Credentials? Shown { get; private set; }

        public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel)
        {
            Shown = credentials;
            return Task.FromResult(true);
        }

        public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult(userName switch
        {
            "anna" => new FtpUser { Name = userName },
            "strict" => new FtpUser { Name = userName, Tls = TlsPolicy.RequiredForLogin },
            _ => null,
        });

        public Task<Identification> Identify(string userName, IPAddress peer, X509Certificate2 certificate, CancellationToken cancel)
        {
            Asked = (userName, certificate);
            return Task.FromResult(Decision);
        }
    }
}
