using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>OPTS (RFC 2389 §4) in each of its forms.</summary>
[TranscriptOf("OPTS", "OPTS UTF8", "OPTS MLST", "OPTS HASH", "OPTS MODE Z LEVEL")]
public class OptsSpecs : TranscriptSpecBase
{
    [Fact]
    public async Task OPTS_UTF8_should_be_taken_also_before_login_and_OFF_need_a_code_page()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("OPTS UTF8 ON", 200);
        await client.Command("opts utf-8", 200);
        await client.Command("OPTS UTF8", 200);
        await client.Command("OPTS UTF8 OFF", 504);
        await client.Command("OPTS UTF8 NLST", 501);
        await client.Login();
        await client.Command("MKD größe", 257, "größe");
    }

    [Theory, BothFamilies]
    public async Task OPTS_MLST_should_choose_facts_and_FEAT_mark_them(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a", Ascii("12345"));
        await using var client = await ftp.Login();
        await client.Command("FEAT", 211, "MLST Type*;Size*;Modify*;");
        await client.Command("OPTS MLST size;nonsense;", 200, "MLST OPTS Size;");
        await client.Command("FEAT", 211, "MLST Type;Size*;Modify;");
        await client.Command("MLST a", 250, "size=5; /a");
        Assert.Contains("size=5; a", await client.DownloadLines("MLSD"));
        await client.Command("OPTS MLST", 200, "MLST OPTS");
        Assert.Contains(" a", await client.DownloadLines("MLSD"));
        await client.Command("OPTS MLST type", 200, "MLST OPTS Type;");
        await client.Command("MLST a", 250, "type=file; /a");
        await client.Command("REIN", 220);
        await client.Login();
        await client.Command("FEAT", 211, "MLST Type*;Size*;Modify*;");
    }

    [Fact]
    public async Task OPTS_HASH_should_tell_and_choose_and_refuse_what_nobody_computes()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("123456789"));
        await using var client = await ftp.Login();
        await client.Command("OPTS HASH", 200, "SHA-256");
        await client.Command("OPTS HASH crc32", 200, "CRC32");
        await client.Command("HASH a", 213, "CRC32 0-8 cbf43926 /a");
        await client.Command("OPTS HASH MD2", 501);
        await client.Command("OPTS HASH", 200, "CRC32");
        await client.Command("FEAT", 211, "CRC32*");
    }

    [Theory, BothFamilies]
    public async Task OPTS_MODE_Z_LEVEL_should_be_from_0_to_9(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/zeros", new byte[10_000]);
        await using var client = await ftp.Login();
        await client.Command("OPTS MODE Z LEVEL 0", 200, "0");
        await client.Command("MODE Z", 200);
        Assert.True((await client.Download("RETR zeros")).Length > 10_000);
        await client.Command("OPTS mode z level 9", 200, "9");
        Assert.True((await client.Download("RETR zeros")).Length < 1000);
        foreach (var line in new[] { "OPTS MODE", "OPTS MODE Z", "OPTS MODE Z LEVEL", "OPTS MODE B LEVEL 1", "OPTS MODE Z SPEED 1" })
            await client.Command(line, 501);
        await client.Command("OPTS MODE Z LEVEL 10", 501);
        await client.Command("OPTS MODE Z LEVEL -1", 501);
        Assert.True((await client.Download("RETR zeros")).Length < 1000);
    }

    [Fact]
    public async Task What_has_no_options_should_read_501()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("OPTS", 501);
        await client.Command("OPTS NLST -l", 501);
        await client.Command("OPTS RETR", 501);
    }
}
