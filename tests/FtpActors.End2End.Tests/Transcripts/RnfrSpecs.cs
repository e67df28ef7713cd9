using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>RNFR and RNTO (RFC 959 §4.1.3).</summary>
[TranscriptOf("RNFR", "RNTO")]
public class RnfrSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_file_and_a_directory_should_take_their_new_names(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("RNFR a", 350, "/a");
        await client.Command("RNTO d/b c", 250, "/d/b c");
        await client.Command("RNFR d", 350);
        await client.Command("RNTO /e", 250);
        Assert.Equal(["e"], await client.DownloadLines("NLST"));
        Assert.Equal(Ascii("content"), await ftp.Get("/e/b c"));
    }

    [Fact]
    public async Task RNTO_should_only_follow_RNFR_and_questions()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("RNTO b", 503);
        await client.Command("RNFR a", 350);
        await client.Command("SIZE a", 213);
        await client.Command("NOOP", 200);
        await client.Command("RNTO b", 250);
        await client.Command("RNTO c", 503);
        await client.Command("RNFR b", 350);
        await client.Command("CWD /", 250);
        await client.Command("RNTO c", 503);
        await client.Command("RNFR b", 350);
        await client.Command("RNFR nothing", 550);
        await client.Command("RNTO c", 503);
        Assert.Equal(Ascii("content"), await ftp.Get("/b"));
    }

    [Fact]
    public async Task A_file_in_the_way_should_be_replaced_and_a_directory_never()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("new"));
        await ftp.Put("/b", Ascii("old"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("RNFR a", 350);
        await client.Command("RNTO d", 550);
        await client.Command("RNFR a", 350);
        await client.Command("RNTO b", 250);
        Assert.Equal(Ascii("new"), await ftp.Get("/b"));
        await client.Command("RNFR d", 350);
        await client.Command("RNTO b", 550);
        await client.Command("RNFR d", 350);
        await client.Command("RNTO d/inner", 553);
        await client.Command("CWD d", 250);
    }

    [Fact]
    public async Task Without_the_right_to_overwrite_or_delete_nothing_should_be_replaced()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.Everywhere(FtpRights.ReadOnly | FtpRights.Rename)));
        await ftp.Put("/a", Ascii("new"));
        await ftp.Put("/b", Ascii("old"));
        await using var client = await ftp.Login();
        await client.Command("RNFR a", 350);
        await client.Command("RNTO b", 550);
        await client.Command("RNFR a", 350);
        await client.Command("RNTO c", 250);
        Assert.Equal(Ascii("old"), await ftp.Get("/b"));
    }

    [Fact]
    public async Task What_is_missing_the_root_or_closed_should_read_550()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/closed/file", Ascii("content"));
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("RNFR nothing", 550, "/nothing: no such file or directory");
        await client.Command("RNFR /", 550);
        await client.Command("RNFR closed/file", 550, "permission denied");
        await client.Command("RNFR closed", 550, "permission denied");
        await client.Command("RNFR", 501);
        await client.Command("RNFR a", 350);
        await client.Command("RNTO nothing/b", 550);
        await client.Command("RNFR a", 350);
        await client.Command("RNTO closed/b", 550, "permission denied");
        await client.Command("RNTO", 501);
        Assert.Equal(Ascii("content"), await ftp.Get("/a"));
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("RNFR a", 530);
        await client.Command("RNTO b", 530);
    }
}
