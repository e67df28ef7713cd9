using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>How sessions begin and end: the greeting, REIN, QUIT (RFC 959 §4.1.1, §5.4).</summary>
[TranscriptOf("REIN", "QUIT")]
public class GreetingSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_session_should_greet_log_in_and_say_goodbye(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 230);
        await client.Command("PWD", 257, "\"/\"");
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_session_should_leave_before_it_has_logged_in(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_session_should_ask_for_a_login_before_it_shows_files(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        foreach (var line in new[] { "PWD", "LIST", "RETR a", "STOR a", "DELE a", "MKD a", "PASV", "EPSV", "MLST /" })
            await client.Command(line, 530);
        await client.Command("PASS demo", 503);
    }

    [Theory, BothFamilies]
    public async Task A_session_should_write_a_welcome_of_several_lines_as_one_reply(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Welcome = "Hello.\nThis is a test." });
        await using var client = await ftp.Connect();
        await client.Command("NOOP", 200);
        Assert.Contains(client.Conversation, line => line.StartsWith("< 220-", StringComparison.Ordinal));
        Assert.Contains(client.Conversation, line => line.StartsWith("< 220 ", StringComparison.Ordinal));
    }

    [Theory, BothFamilies]
    public async Task A_session_should_refuse_verbs_it_does_not_know_and_go_on(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("FROBNICATE now", 500, "FROBNICATE");
        await client.Command("pwd", 257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task A_session_should_begin_anew_after_REIN(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("CWD d", 250);
        await client.Command("TYPE I", 200);
        await client.Command("OPTS HASH MD5", 200);
        await client.Epsv();
        await client.Command("REIN", 220);
        await client.Command("PWD", 530);
        await client.Command("REIN", 220);
        await client.Login();
        await client.Command("PWD", 257, "\"/\"");
        await client.Command("STAT", 211, "TYPE: ASCII");
        await client.Command("STAT", 211, "No data connection");
        await client.Command("OPTS HASH", 200, "SHA-256");
        await client.Command("RNFR d", 350);
        await client.Command("REIN", 220);
        await client.Login();
        await client.Command("RNTO e", 503);
    }
}
