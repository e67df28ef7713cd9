using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>STAT (RFC 959 §4.1.3); while a transfer runs: <see cref="DuringTransferSpecs"/>.</summary>
[TranscriptOf("STAT")]
public class StatSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Without_a_path_it_should_show_the_session(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("STAT", 211, "Not logged in");
        await client.Command("USER demo", 331);
        await client.Command("STAT", 211, "Waiting for a password");
        await client.Command("PASS demo", 230);
        await client.Command("CLNT Tester 1.0", 200);
        var status = AllText(await client.Command("STAT", 211));
        Assert.Contains($"Connected from {client.Local.Address} for ", status, StringComparison.Ordinal);
        Assert.Contains("Client: Tester 1.0", status, StringComparison.Ordinal);
        Assert.Contains("Logged in as demo", status, StringComparison.Ordinal);
        Assert.Contains("Directory: /", status, StringComparison.Ordinal);
        Assert.Contains("TYPE: ASCII, STRU: file, MODE: stream", status, StringComparison.Ordinal);
        Assert.Contains("No data connection", status, StringComparison.Ordinal);
        var passive = await client.Epsv();
        await client.Command("STAT", 211, $"Passive data connection announced on port {passive.Port}");
        await using var listener = await client.OpenActive();
        await client.Command("STAT", 211, "Active data connection announced");
    }

    [Theory, BothFamilies]
    public async Task With_a_path_it_should_list_on_the_control_connection(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a b.txt", Ascii("12345"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        var directory = await client.Command("STAT /", 212);
        Assert.Single(directory.Lines, line => line.StartsWith('-') && line.EndsWith(" a b.txt", StringComparison.Ordinal));
        Assert.Single(directory.Lines, line => line.StartsWith('d') && line.EndsWith(" d", StringComparison.Ordinal));
        await client.Command("STAT a b.txt", 213, " 5 ");
        await client.Command("STAT -l a b.txt", 213, " a b.txt");
        await client.Command("STAT *.txt", 213, " a b.txt");
        await client.Command("STAT d", 212);
    }

    [Fact]
    public async Task A_path_that_is_missing_or_closed_should_read_550_and_before_login_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("STAT /", 530);
        await client.Login();
        await client.Command("STAT nothing", 550, "/nothing: no such file or directory");
        await client.Command("STAT nothing/*", 550);
        await client.Command("STAT closed", 550, "/closed: permission denied");
    }
}
