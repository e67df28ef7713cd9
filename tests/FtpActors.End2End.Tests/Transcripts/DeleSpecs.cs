using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>DELE (RFC 959 §4.1.3).</summary>
[TranscriptOf("DELE")]
public class DeleSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task DELE_should_remove_a_file_and_nothing_else(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a b", Ascii("content"));
        await ftp.Put("/other", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("DELE a b", 250, "/a b");
        Assert.Equal(["other"], await client.DownloadLines("NLST"));
        await client.Command("DELE a b", 550, "/a b: no such file or directory");
    }

    [Fact]
    public async Task DELE_should_refuse_directories_and_what_is_closed()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/closed/file", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("DELE d", 550, "/d: is a directory");
        await client.Command("DELE /", 550);
        await client.Command("DELE closed/file", 550, "/closed/file: permission denied");
        await client.Command("DELE", 501);
        Assert.Equal(Ascii("content"), await ftp.Get("/closed/file"));
        await client.Command("CWD d", 250);
    }

    [Fact]
    public async Task DELE_should_not_disturb_who_reads_the_file()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        await using var reader = await ftp.Login();
        await using var client = await ftp.Login();
        await using var data = await reader.OpenPassive();
        await reader.Command("RETR big", 150);
        await client.Command("DELE big", 250);
        Assert.Equal(Content(MoreThanBuffersHold), await data.ReadToEnd());
        await reader.Expect(226);
        await reader.Command("SIZE big", 550);
    }

    [Fact]
    public async Task Before_login_it_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("DELE a", 530);
        Assert.Equal(Ascii("content"), await ftp.Get("/a"));
    }
}
