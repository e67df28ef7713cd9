using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>USER, PASS and ACCT in every order (RFC 959 §4.1.1, §5.4); what failures cost is in <see cref="AccessSpecs"/>.</summary>
[TranscriptOf("USER", "PASS", "ACCT")]
public class UserSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task USER_and_PASS_should_log_in_and_ACCT_should_not_be_needed(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331, "demo");
        await client.Command("PASS demo", 230, "demo");
        await client.Command("PASS demo", 230);
        await client.Command("ACCT any", 202);
        await client.Command("PWD", 257);
    }

    [Fact]
    public async Task Out_of_order_they_should_read_503_or_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("PASS demo", 503);
        await client.Command("ACCT any", 530);
        await client.Command("USER demo", 331);
        await client.Command("ACCT any", 503);
        await client.Command("PWD", 530);
        await client.Command("PASS wrong", 530);
        await client.Command("PASS demo", 503);
        await client.Login();
    }

    [Fact]
    public async Task Without_an_argument_USER_and_ACCT_should_read_501_and_PASS_is_an_empty_password()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("USER", 501);
        await client.Command("ACCT", 501);
        await client.Command("USER demo", 331);
        await client.Command("PASS", 530);
        await client.Login();
        await client.Command("USER", 501);
        await client.Command("PWD", 257);
    }

    [Fact]
    public async Task USER_should_log_out_who_was_logged_in()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("CWD d", 250);
        await client.Command("USER demo", 331);
        await client.Command("PWD", 530);
        await client.Command("PASS demo", 230);
        await client.Command("PWD", 257, "\"/\"");
    }
}
