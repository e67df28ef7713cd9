using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SIZE (RFC 3659 §4).</summary>
[TranscriptOf("SIZE")]
public class SizeSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task SIZE_should_be_what_a_download_brings(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a b", Content(12_345));
        await using var client = await ftp.Login();
        await client.Command("SIZE a b", 213, "12345");
        Assert.Equal(12_345, (await client.Download("RETR a b")).Length);
        await client.Command("REST 345", 350);
        await client.Command("SIZE a b", 213, "12345");
        Assert.Equal(12_000, (await client.Download("RETR a b")).Length);
    }

    [Fact]
    public async Task In_TYPE_A_it_should_read_550_as_nobody_knows()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/text", Ascii("one\ntwo\n"));
        await using var client = await ftp.Login();
        await client.Command("TYPE A", 200);
        await client.Command("SIZE text", 550, "TYPE I");
        await client.Command("TYPE I", 200);
        await client.Command("SIZE text", 213, "8");
    }

    [Fact]
    public async Task What_is_missing_no_file_or_closed_should_read_550()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("SIZE closed", 530);
        await client.Login();
        await client.Command("TYPE I", 200);
        await client.Command("SIZE nothing", 550, "/nothing: no such file or directory");
        await client.Command("SIZE /", 550, "/: not a plain file");
        await client.Command("SIZE closed", 550, "/closed: permission denied");
        await client.Command("SIZE", 501);
    }
}
