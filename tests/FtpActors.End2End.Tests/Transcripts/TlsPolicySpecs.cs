using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Tls;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What listeners and users want under TLS.</summary>
[TranscriptOf("USER", "AUTH", "PBSZ", "PROT", "CCC")]
public class TlsPolicySpecs : TlsSpecBase
{
    [Fact]
    public async Task An_implicit_listener_should_offer_all_of_TLS_where_the_policy_is_off()
    {
        await using var ftp = await StartTls(policy: TlsPolicy.Off, change: tls => tls with { AllowsClearCommands = true });
        await using var client = await ConnectImplicit(ftp);
        await client.Login();
        Assert.Contains("PBSZ", AllText(await client.Ask("FEAT")), StringComparison.Ordinal);
        await client.Command("PROT P", 200);
        await client.ProtectData();
        await client.Upload("STOR up", Ascii("up"));
        await client.Command("PROT C", 200);
        await client.Command("PROT P", 200);
        await client.Command("CCC", 200);
        await client.EndTls();
        Assert.Equal(Ascii("up"), await client.Download("RETR up"));
    }

    [Fact]
    public async Task A_listener_in_clear_text_should_offer_nothing_where_the_policy_is_off_and_another_is_implicit()
    {
        await using var ftp = await StartTls(policy: TlsPolicy.Off, configure: options => options with { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] });
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 502);
        await client.Command("PBSZ 0", 503);
        Assert.DoesNotContain("PBSZ", AllText(await client.Ask("FEAT")), StringComparison.Ordinal);
        await client.Login();
    }

    [Theory]
    [InlineData(TlsPolicy.Off)]
    [InlineData(TlsPolicy.Optional)]
    public async Task A_user_who_needs_TLS_should_not_log_in_in_clear_text_whatever_the_listener_offers(TlsPolicy policy)
    {
        using var users = UsersWith(TlsPolicy.Required);
        await using var ftp = await StartTls(policy: policy, configure: options => options with { Authenticator = users, Users = users });
        await using var client = await ftp.Connect();
        await client.Command("USER strict", 530, policy == TlsPolicy.Off ? "listener" : "AUTH TLS");
        await client.Command("PASS demo", 503);
        await client.Command("PWD", 530);
        await client.Login();

        await using var secure = await ConnectImplicit(ftp);
        await secure.Login("strict", "demo");
        await secure.ProtectData();
        await secure.Command("PROT C", 534);
        Assert.Empty(await secure.DownloadLines("NLST"));
    }

    [Fact]
    public async Task A_user_who_needs_TLS_should_not_log_in_where_the_server_has_none()
    {
        using var users = UsersWith(TlsPolicy.RequiredForLogin);
        await using var ftp = await Start(AddressFamily.InterNetwork, options => options with { Authenticator = users, Users = users });
        await using var client = await ftp.Connect();
        await client.Command("USER strict", 530, "listener");
        await client.Command("PASS demo", 503);
        await client.Login();
    }

    [Theory]
    [InlineData(TlsPolicy.Off, "listener")]
    [InlineData(TlsPolicy.Optional, "AUTH TLS")]
    public async Task A_user_whose_files_need_TLS_should_read_521_in_clear_text_and_what_to_do(TlsPolicy policy, string text)
    {
        using var users = UsersWith(TlsPolicy.RequiredForData);
        await using var ftp = await StartTls(policy: policy, configure: options => options with { Authenticator = users, Users = users });
        await using var client = await ftp.Login("strict");
        await using (var data = await client.OpenPassive())
            await client.Command("LIST", 521, text);
        await client.Command("PWD", 257);
    }

    [Fact]
    public async Task CCC_should_stand_in_HELP_and_FEAT_where_it_is_allowed_only()
    {
        foreach (var isAllowed in (bool[])[false, true])
        {
            await using var ftp = await StartTls(change: tls => tls with { AllowsClearCommands = isAllowed });
            await using var client = await ftp.Connect();
            foreach (var command in (string[])["FEAT", "HELP"])
                Assert.Equal(isAllowed, AllText(await client.Ask(command)).Contains("CCC", StringComparison.Ordinal));
        }
    }

    private static ConfiguredUsers UsersWith(TlsPolicy policy) => new(
    [
        new ConfiguredUser { User = new FtpUser { Name = "strict", Tls = policy }, Plain = new Password("demo") },
        new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") },
    ]);
}
