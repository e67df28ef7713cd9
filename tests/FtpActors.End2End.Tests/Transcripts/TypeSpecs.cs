using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>TYPE, MODE and STRU (RFC 959 §4.1.2): what is taken, what is known and not offered, what is not understood.</summary>
[TranscriptOf("TYPE", "MODE", "STRU")]
public class TypeSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task What_is_chosen_should_hold_for_the_next_transfers(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/text", Ascii("a\n"));
        await using var client = await ftp.Login();
        await client.Command("TYPE A", 200);
        Assert.Equal(Ascii("a\r\n"), await client.Download("RETR text"));
        await client.Command("TYPE I", 200);
        Assert.Equal(Ascii("a\n"), await client.Download("RETR text"));
        await client.Command("MODE B", 200);
        Assert.Equal((byte[])[0, 0, 2, .. Ascii("a\n"), 64, 0, 0], await client.Download("RETR text"));
        await client.Command("MODE S", 200);
        await client.Command("STRU F", 200);
        Assert.Equal(Ascii("a\n"), await client.Download("RETR text"));
    }

    [Fact]
    public async Task Every_way_to_write_them_should_be_taken()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        foreach (var (line, chosen) in new[]
        {
            ("TYPE A", "ASCII"), ("TYPE i", "image"), ("TYPE a n", "ASCII"), ("TYPE L 8", "image"), ("TYPE A N ", "ASCII"), ("TYPE L8", "image"),
            ("MODE z", "deflate"), ("MODE b", "block"), ("MODE s", "stream"), ("STRU f", "STRU: file"),
        })
        {
            await client.Command(line, 200);
            await client.Command("STAT", 211, chosen);
        }
    }

    [Fact]
    public async Task What_RFC_959_knows_and_nobody_uses_should_read_504_and_change_nothing()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        foreach (var line in new[] { "TYPE E", "TYPE E N", "TYPE A T", "TYPE A C", "TYPE L 36", "MODE C", "STRU R", "STRU P" })
            await client.Command(line, 504);
        await client.Command("STAT", 211, "TYPE: image, STRU: file, MODE: stream");
    }

    [Fact]
    public async Task What_nobody_knows_should_read_501_and_change_nothing()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("TYPE", 501);
        await client.Command("TYPE X", 501);
        await client.Command("TYPE I N", 501);
        await client.Command("TYPE L", 501);
        await client.Command("TYPE L 0", 501);
        await client.Command("MODE", 501);
        await client.Command("MODE X", 501);
        await client.Command("STRU", 501);
        await client.Command("STRU X", 501);
        await client.Command("STAT", 211, "TYPE: image, STRU: file, MODE: stream");
    }

    [Fact]
    public async Task Before_login_they_should_read_530_and_then_hold_until_REIN()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("TYPE I", 530);
        await client.Command("MODE Z", 530);
        await client.Command("STRU F", 530);
        await client.Login();
        await client.Command("TYPE I", 200);
        await client.Command("MODE B", 200);
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 230);
        await client.Command("STAT", 211, "TYPE: image, STRU: file, MODE: block");
        await client.Command("REIN", 220);
        await client.Login();
        await client.Command("STAT", 211, "TYPE: ASCII, STRU: file, MODE: stream");
    }
}
