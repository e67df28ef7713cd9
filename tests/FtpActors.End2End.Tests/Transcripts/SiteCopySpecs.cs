using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE COPY, SITE CPFR and SITE CPTO.</summary>
[TranscriptOf("SITE COPY", "SITE CPFR", "SITE CPTO")]
public class SiteCopySpecs : TranscriptSpecBase
{
    [Fact]
    public async Task A_copy_should_be_a_file_of_its_own()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a b", Content(1_000_000));
        await ftp.Put("/old", Ascii("old"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("SITE COPY \"a b\" d/c", 250, "/d/c");
        await client.Command("SITE COPY \"a b\" old", 250);
        await client.Command("SITE CPFR a b", 350, "/a b");
        await client.Command("SITE CPTO d/with blanks", 250, "/d/with blanks");
        await client.Command("DELE a b", 250);
        foreach (var copy in new[] { "/d/c", "/old", "/d/with blanks" })
            Assert.Equal(Content(1_000_000), await ftp.Get(copy));
    }

    [Fact]
    public async Task CPTO_should_only_follow_CPFR_and_questions()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("SITE CPTO b", 503);
        await client.Command("SITE CPFR a", 350);
        await client.Command("SIZE a", 213);
        await client.Command("SITE CPTO b", 250);
        await client.Command("SITE CPTO c", 503);
        await client.Command("SITE CPFR a", 350);
        await client.Command("CWD /", 250);
        await client.Command("SITE CPTO c", 503);
        await client.Command("SITE CPFR a", 350);
        await client.Command("RNTO c", 503);
        await client.Command("SIZE c", 550);
    }

    [Fact]
    public async Task What_cannot_be_copied_should_be_refused()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/closed/a", Ascii("closed"));
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("SITE COPY", 501);
        await client.Command("SITE COPY a", 501);
        await client.Command("SITE COPY a b c", 501);
        await client.Command("SITE COPY nothing b", 550, "/nothing: no such file or directory");
        await client.Command("SITE COPY d b", 550, "/d: is a directory");
        await client.Command("SITE COPY a d", 550, "/d: is a directory");
        await client.Command("SITE COPY a a", 550);
        await client.Command("SITE COPY a nothing/b", 550);
        await client.Command("SITE COPY closed/a b", 550, "/closed/a: permission denied");
        await client.Command("SITE COPY a closed/b", 550, "/closed/b: permission denied");
        await client.Command("SITE CPFR", 501);
        await client.Command("SITE CPFR nothing", 550, "/nothing: no such file or directory");
        await client.Command("SITE CPFR d", 550, "/d: is a directory");
        await client.Command("SITE CPFR closed/a", 550, "/closed/a: permission denied");
        await client.Command("SITE CPFR a", 350);
        await client.Command("SITE CPTO closed/b", 550, "/closed/b: permission denied");
        await client.Command("SITE CPFR a", 350);
        await client.Command("SITE CPTO", 501);
        await client.Command("SIZE b", 550);
        Assert.Equal(Ascii("content"), await ftp.Get("/a"));
    }

    [Fact]
    public async Task Who_may_not_overwrite_should_only_make_new_files()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.Everywhere(FtpRights.ReadOnly | FtpRights.Create)));
        await ftp.Put("/a", Ascii("content"));
        await ftp.Put("/old", Ascii("old"));
        await using var client = await ftp.Connect();
        await client.Command("SITE COPY a new", 530);
        await client.Login();
        await client.Command("SITE COPY a old", 550, "/old: permission denied");
        await client.Command("SITE COPY a new", 250);
        Assert.Equal(Ascii("old"), await ftp.Get("/old"));
    }
}
