using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Room for files: ALLO (RFC 959 §4.1.3) and AVBL (draft-peterson-streamlined-ftp-command-extensions).</summary>
[TranscriptOf("ALLO", "AVBL")]
public class AlloSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task They_should_tell_what_has_room(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Storage = new MemoryStorage(100_000) });
        await using var client = await ftp.Login();
        var before = long.Parse((await client.Command("AVBL", 213)).Text, null);
        Assert.InRange(before, 50_000, 100_000);
        await client.Command("ALLO 50000", 200, "50000");
        await client.Command("ALLO 50000 R 80", 200);
        await client.Command("ALLO 100001", 452);
        await client.Upload("STOR f", Content(60_000));
        await client.Command("ALLO 50000", 452);
        Assert.InRange(long.Parse((await client.Command("AVBL /", 213)).Text, null), before - 61_000, before - 60_000);
        await client.Command("DELE f", 250);
        await client.Command("ALLO 50000", 200);
    }

    [Fact]
    public async Task Without_a_bound_ALLO_should_read_202_and_AVBL_504()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("ALLO 9223372036854775807", 202);
        await client.Command("AVBL", 504);
    }

    [Fact]
    public async Task ALLO_should_read_501_for_what_is_no_size()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("ALLO", 501);
        await client.Command("ALLO much", 501);
        await client.Command("ALLO -1", 501);
        await client.Command("ALLO 1 R", 501);
        await client.Command("ALLO 1 X 1", 501);
        await client.Command("ALLO 9223372036854775808", 501);
    }

    [Fact]
    public async Task AVBL_should_read_550_for_what_is_missing_no_directory_or_closed()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => Closed(options) with { Storage = new MemoryStorage(100_000) });
        await ftp.Put("/file", Ascii("content"));
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await using var client = await ftp.Login();
        await client.Command("AVBL nothing", 550, "/nothing: no such file or directory");
        await client.Command("AVBL file", 550, "/file: not a directory");
        await client.Command("AVBL closed", 550, "/closed: permission denied");
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("ALLO 1", 530);
        await client.Command("AVBL", 530);
    }
}
