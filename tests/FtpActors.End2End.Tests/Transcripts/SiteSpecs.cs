namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE and the verbs that change facts, on a disk.</summary>
public sealed class SiteSpecs : DiskTranscriptSpecBase
{
    [Fact]
    public async Task SITE_should_change_what_is_on_the_disk()
    {
        await Ftp.Put("/a b", Ascii("content"));
        await using var client = await Ftp.Login();
        await client.Command("SITE CHMOD 640 a b", 200);
        await client.Command("SITE UTIME 20020717210715 a b", 200);
        Assert.Contains("modify=20020717210715;perm=adfrw;", AllText(await client.Ask("MLST a b")));
        Assert.Contains("UNIX.mode=0640;create=", AllText(await client.Ask("MLST a b")));
        await client.Command("MFF Modify=20010101000000;UNIX.mode=0600; a b", 213);
        Assert.Contains("UNIX.mode=0600", AllText(await client.Ask("MLST a b")));
        await client.Command("MFCT 20010101000000 a b", 504);
        await client.Command("SITE MKDIR d/e/f", 257);
        await client.Command("SITE COPY \"a b\" d/e/f/c", 250);
        await client.Command("SITE CPFR a b", 350);
        await client.Command("SITE CPTO d/copy", 250);
        await client.Command("SITE CPTO d/again", 503);
        await client.Command("COMB all d/copy d/e/f/c", 250);
        Assert.Equal(Ascii("contentcontent"), await Ftp.Get("/all"));
        await client.Command("OPTS MLST UNIX.uid;media-type", 200);
        Assert.Matches("UNIX.uid=[0-9]+; /all", AllText(await client.Ask("MLST all")));
        await client.Command("SITE QUOTA", 200, "bytes available");
        Assert.True(long.Parse((await client.Command("AVBL", 213)).Text, null) > 0);
    }

    [Fact]
    public async Task SITE_RMDIR_should_remove_links_and_not_what_they_lead_to()
    {
        await Ftp.Put("/kept", Ascii("content"));
        await using var client = await Ftp.Login();
        await client.Command("SITE MKDIR a/b", 257);
        await client.Command("SITE MKDIR other/inner", 257);
        await client.Command("SITE SYMLINK kept a/b/file", 200);
        await client.Command("SITE SYMLINK other a/b/directory", 200);
        Directory.CreateSymbolicLink(Path.Combine(Root, "a", "outside"), Home.FullName);
        Assert.Equal(Ascii("content"), await client.Download("RETR a/b/file"));
        await client.Command("SITE RMDIR a", 250);
        await client.Command("MLST a", 550);
        await client.Command("MLST other/inner", 250);
        Assert.Equal(Ascii("content"), await Ftp.Get("/kept"));
    }

    [Fact]
    public async Task LIST_R_should_show_the_tree()
    {
        await using var client = await Ftp.Login();
        await client.Command("SITE MKDIR a/b", 257);
        await Ftp.Put("/a/b/c", Ascii("1"));
        var lines = await client.DownloadLines("LIST -R");
        Assert.Equal(["a", "a:", "b", "a/b:", "c"], lines.Where(line => line.Length > 0).Select(line => line.Split(' ')[^1]));
    }
}
