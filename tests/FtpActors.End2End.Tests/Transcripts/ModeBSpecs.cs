using System.Net.Sockets;
using System.Text;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>MODE B: files and listings in blocks, with restart markers (RFC 959 §3.4.2, §3.5).</summary>
public class ModeBSpecs : TranscriptSpecBase
{
    private static readonly byte[] EndOfFile = [64, 0, 0];

    [Theory, BothFamilies]
    public async Task A_download_should_come_in_blocks_with_markers_that_REST_takes(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var content = Content(3_000_000);
        await ftp.Put("/big", content);
        await using var client = await LoginInModeB(ftp);
        var (file, marks) = Unblock(await client.Download("RETR big"));
        Assert.Equal(content, file);
        Assert.Equal(2, marks.Count);
        Assert.All(marks, mark => Assert.Equal($"{mark.Length}", mark.Text));

        await client.Command($"REST {marks[1].Text}", 350);
        (file, var later) = Unblock(await client.Download("RETR big"));
        Assert.Equal(content[marks[1].Length..], file);
        Assert.Empty(later);
    }

    [Theory, BothFamilies]
    public async Task Listings_and_texts_should_come_in_blocks_without_markers(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/text", Ascii(string.Concat(Enumerable.Repeat("line\n", 500_000))));
        await using var client = await LoginInModeB(ftp);
        Assert.Equal("text\r\n", Encoding.ASCII.GetString(Unblock(await client.Download("NLST")).File));
        await client.Command("TYPE A", 200);
        var (file, marks) = Unblock(await client.Download("RETR text"));
        Assert.Equal(3_000_000, file.Length);
        Assert.Empty(marks);
    }

    [Theory, BothFamilies]
    public async Task An_upload_should_end_with_its_last_block_though_the_connection_stays_open(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await LoginInModeB(ftp);
        await using var data = await client.OpenPassive();
        await client.SendLine("STOR file");
        await client.Expect(150);
        await data.Write(Block(0, "one "));
        await data.Write(Block(64, "two"));
        await client.Expect(226);
        Assert.Equal(Ascii("one two"), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task A_marker_in_an_upload_should_be_answered_with_the_position_in_the_file(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await LoginInModeB(ftp);
        await using var data = await client.OpenPassive();
        await client.SendLine("STOR file");
        await client.Expect(150);
        await data.Write(Block(0, "12345"));
        await data.Write(Block(16, "here"));
        await client.Expect(110, "MARK here = 5");
        await data.Write(Block(64, "6"));
        await client.Expect(226);
        Assert.Equal(Ascii("123456"), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task An_upload_without_its_last_block_or_of_no_blocks_should_not_be_kept(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/file", Ascii("old"));
        await using var client = await LoginInModeB(ftp);
        await Refused(client, Block(0, "new"), 426);
        await Refused(client, Ascii("\u0003no blocks"), 550);
        Assert.Equal(Ascii("old"), await ftp.Get("/file"));
        await client.Upload("STOR file", Block(64, "new"));
        Assert.Equal(Ascii("new"), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task An_empty_file_should_be_one_block(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await LoginInModeB(ftp);
        await client.Upload("STOR empty", EndOfFile);
        Assert.Empty(await ftp.Get("/empty"));
        Assert.Equal(EndOfFile, await client.Download("RETR empty"));
    }

    private static async Task<FtpTranscript> LoginInModeB(FtpPair ftp)
    {
        var client = await ftp.Login();
        await client.Command("TYPE I", 200);
        await client.Command("MODE B", 200);
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

    private static byte[] Block(byte descriptor, string text) => [descriptor, (byte)(text.Length >> 8), (byte)text.Length, .. Ascii(text)];

    /// <summary>The file, and its markers with the length of the file so far.</summary>
    private static (byte[] File, List<(string Text, int Length)> Marks) Unblock(ReadOnlySpan<byte> blocks)
    {
        var file = new MemoryStream();
        var marks = new List<(string, int)>();
        while (true)
        {
            var descriptor = blocks[0];
            var content = blocks.Slice(3, (blocks[1] << 8) | blocks[2]);
            blocks = blocks[(3 + content.Length)..];
            if (descriptor == 16)
                marks.Add((Encoding.ASCII.GetString(content), (int)file.Length));
            else
                file.Write(content);
            if (descriptor != 64)
                continue;
            Assert.True(blocks.IsEmpty);
            return (file.ToArray(), marks);
        }
    }
}
