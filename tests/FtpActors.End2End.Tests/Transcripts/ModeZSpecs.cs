using System.IO.Compression;
using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>MODE Z: files and listings as zlib streams (draft-preston-ftpext-deflate).</summary>
public class ModeZSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Files_should_arrive_whole_both_ways(AddressFamily family)
    {
        await using var ftp = await Start(family);
        byte[] content = [.. Content(2_000_003), .. new byte[1_000_000]];
        await using var client = await LoginInModeZ(ftp);
        await client.Upload("STOR big", Deflate(content));
        Assert.Equal(content, await ftp.Get("/big"));
        await client.Upload("APPE big", Deflate([1, 2, 3]));
        Assert.Equal([.. content, 1, 2, 3], await ftp.Get("/big"));
        var sent = await client.Download("RETR big");
        Assert.True(sent.Length < content.Length - 900_000);
        Assert.Equal([.. content, 1, 2, 3], Inflate(sent));
        await client.Command("MODE S", 200);
        Assert.Equal([.. content, 1, 2, 3], await client.Download("RETR big"));
    }

    [Theory, BothFamilies]
    public async Task Listings_should_be_compressed_too(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a.txt", Ascii("a"));
        await using var client = await LoginInModeZ(ftp);
        foreach (var verb in new[] { "LIST", "NLST", "MLSD" })
            Assert.Contains("a.txt\r\n", System.Text.Encoding.UTF8.GetString(Inflate(await client.Download(verb))), StringComparison.Ordinal);
    }

    [Theory, BothFamilies]
    public async Task Empty_files_should_arrive_empty(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await LoginInModeZ(ftp);
        await client.Upload("STOR empty", Deflate([]));
        await client.Upload("STOR nothing", Array.Empty<byte>());
        Assert.Empty(await ftp.Get("/empty"));
        Assert.Empty(await ftp.Get("/nothing"));
        var sent = await client.Download("RETR empty");
        Assert.NotEmpty(sent);
        Assert.Empty(Inflate(sent));
    }

    [Theory, BothFamilies]
    public async Task Line_ends_and_restarts_should_count_in_the_stored_file(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/text", Ascii("one\ntwo\n"));
        await using var client = await LoginInModeZ(ftp);
        await client.Command("REST 4", 350);
        Assert.Equal(Ascii("two\n"), Inflate(await client.Download("RETR text")));
        await client.Command("TYPE A", 200);
        Assert.Equal(Ascii("one\r\ntwo\r\n"), Inflate(await client.Download("RETR text")));
        await client.Upload("STOR up", Deflate(Ascii("one\r\ntwo\r\n")));
        Assert.Equal(Ascii("one\ntwo\n"), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task The_level_should_be_the_clients_choice(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/zeros", new byte[100_000]);
        await using var client = await LoginInModeZ(ftp);
        await client.Command("OPTS MODE Z LEVEL 0", 200);
        Assert.True((await client.Download("RETR zeros")).Length > 100_000);
        await client.Command("OPTS MODE Z LEVEL 9", 200);
        Assert.True((await client.Download("RETR zeros")).Length < 1000);
    }

    [Theory, BothFamilies]
    public async Task An_upload_that_is_cut_off_or_no_zlib_stream_should_not_be_kept(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/file", Ascii("old"));
        await using var client = await LoginInModeZ(ftp);
        await Refused(client, Deflate(Content(100_000))[..90_000], 426);
        await Refused(client, Ascii("not compressed at all"), 550);
        Assert.Equal(Ascii("old"), await ftp.Get("/file"));
        await client.Upload("STOR file", Deflate(Ascii("new")));
        Assert.Equal(Ascii("new"), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task An_upload_that_inflates_too_far_should_be_refused_and_rolled_back(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with
        {
            Limits = options.Limits with { MaxInflatedUpload = 3_000_000, MaxInflateRatio = 500 },
        });
        await ftp.Put("/file", Ascii("old"));
        await using var client = await LoginInModeZ(ftp);
        await Refused(client, Deflate(new byte[2_000_000]), 552);
        await Refused(client, Deflate(Content(3_000_001)), 552);
        Assert.Equal(Ascii("old"), await ftp.Get("/file"));
        await client.Upload("STOR file", Deflate(Content(3_000_000)));
        Assert.Equal(Content(3_000_000), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task REIN_should_go_back_to_MODE_S(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await LoginInModeZ(ftp);
        Assert.Contains("MODE: deflate", AllText(await client.Ask("STAT")), StringComparison.Ordinal);
        await client.Command("REIN", 220);
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 230);
        Assert.Contains("MODE: stream", AllText(await client.Ask("STAT")), StringComparison.Ordinal);
    }

    private static async Task<FtpTranscript> LoginInModeZ(FtpPair ftp)
    {
        var client = await ftp.Login();
        Assert.Contains("MODE Z", (await client.Ask("FEAT")).Lines);
        await client.Command("MODE Z", 200);
        return client;
    }

    private static async Task Refused(FtpTranscript client, byte[] sent, int code)
    {
        await using var data = await client.OpenPassive();
        await client.SendLine("STOR file");
        await client.Expect(150);
        await data.Write(sent);
        data.CompleteSend();
        await client.Expect(code);
    }

    private static byte[] Deflate(byte[] content)
    {
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(content);
        return output.ToArray();
    }

    private static byte[] Inflate(byte[] stream)
    {
        var output = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress);
        zlib.CopyTo(output);
        return output.ToArray();
    }
}
