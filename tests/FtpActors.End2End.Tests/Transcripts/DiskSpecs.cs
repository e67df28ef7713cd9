namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What only files on a disk can be: huge, oddly named, half written, links.</summary>
public sealed class DiskSpecs : DiskTranscriptSpecBase
{
    private const long FiveGigabytes = 5L * 1024 * 1024 * 1024;

    [Fact]
    public async Task Sizes_above_four_gigabytes_should_be_right()
    {
        await using (var file = File.Create(Path.Combine(Root, "huge")))
        {
            file.SetLength(FiveGigabytes);
            file.Position = FiveGigabytes - 3;
            file.Write("end"u8);
        }

        await using var client = await Ftp.Login();
        await client.Command("SIZE huge", 213, "5368709120");
        Assert.Contains(await client.DownloadLines("MLSD"), line => line.Contains("size=5368709120;", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(await client.DownloadLines("LIST"), line => line.Contains(" 5368709120 ", StringComparison.Ordinal));
        await client.Command("REST 5368709115", 350);
        Assert.Equal([0, 0, .. "end"u8], await client.Download("RETR huge"));
    }

    [Fact]
    public async Task A_name_with_a_line_end_should_not_break_a_line_of_a_listing_or_a_reply()
    {
        File.WriteAllText(Path.Combine(Root, "a\r\n226 forged\r\nb"), "");
        File.WriteAllText(Path.Combine(Root, "plain"), "");
        await using var client = await Ftp.Login();
        foreach (var line in new[] { "LIST", "NLST", "MLSD" })
        {
            var lines = await client.DownloadLines(line);
            Assert.DoesNotContain(lines, text => text.StartsWith("226", StringComparison.Ordinal) || text == "b");
            Assert.Contains(lines, text => text.EndsWith("plain", StringComparison.Ordinal));
        }

        await client.SendLine("STAT /");
        await client.ReadReply();
        await client.Command("NOOP", 200);
    }

    [Fact]
    public async Task A_file_being_replaced_should_stay_whole_until_the_upload_has_ended()
    {
        await Ftp.Put("/f", Ascii("former"));
        await using var client = await Ftp.Login();
        await using var other = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR f", 150);
        await data.Write(Content(100_000));
        await UntilMoved(client, 100_000);

        Assert.Equal(Ascii("former"), await other.Download("RETR f"));
        Assert.Equal(["f"], await other.DownloadLines("NLST"));
        data.CompleteSend();
        await client.Expect(226);
        Assert.Equal(Content(100_000), await other.Download("RETR f"));
        Assert.Equal(["f"], await other.DownloadLines("NLST"));
    }

    [Fact]
    public async Task A_broken_upload_should_leave_the_former_file_and_nothing_else()
    {
        await Ftp.Put("/f", Ascii("former"));
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR f", 150);
        await data.Write(Content(100_000));
        await client.Command("ABOR", 426);
        await client.Expect(226);
        Assert.Equal(Ascii("former"), await Ftp.Get("/f"));
        Assert.Equal(["f"], Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Links_out_of_theRoot_should_lead_nowhere()
    {
        var outside = Home.CreateSubdirectory("outside");
        File.WriteAllText(Path.Combine(outside.FullName, "secret"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(Root, "out"), outside.FullName);
        File.CreateSymbolicLink(Path.Combine(Root, "file"), Path.Combine(outside.FullName, "secret"));
        await using var client = await Ftp.Login();
        await client.Command("CWD out", 550);
        await client.Command("MKD out/made", 550);
        await client.Command("SIZE out/secret", 550);
        foreach (var line in new[] { "RETR out/secret", "RETR file", "STOR out/new", "STOR file" })
        {
            await client.Epsv();
            await client.Command(line, 550);
        }

        await client.Command("DELE out/secret", 550);
        Assert.Equal("secret", File.ReadAllText(Path.Combine(outside.FullName, "secret")));
        Assert.Single(outside.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task Paths_should_stop_at_theRoot()
    {
        File.WriteAllText(Path.Combine(Home.FullName, "above"), "secret");
        await using var client = await Ftp.Login();
        await client.Command("CWD ../..", 250);
        await client.Command("PWD", 257, "\"/\"");
        await client.Command("CDUP", 250);
        foreach (var path in new[] { "../above", "/../above", "/../../../../etc/passwd", "a/../../above" })
            await client.Command($"SIZE {path}", 550);
    }
}
