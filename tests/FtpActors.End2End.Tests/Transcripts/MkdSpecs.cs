using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>MKD and RMD, by both of their names (RFC 959 §4.1.3 and appendix II).</summary>
[TranscriptOf("MKD", "XMKD", "RMD", "XRMD")]
public class MkdSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task MKD_should_make_a_directory_and_RMD_remove_it(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD a", 257, "\"/a\"");
        await client.Command("CWD a", 250);
        await client.Command("MKD b", 257, "\"/a/b\"");
        await client.Command("MKD /c", 257, "\"/c\"");
        Assert.Equal(["b"], await client.DownloadLines("NLST"));
        await client.Command("RMD b", 250, "/a/b");
        Assert.Empty(await client.DownloadLines("NLST"));
        await client.Command("RMD /c", 250);
        await client.Command("CWD /c", 550);
    }

    [Fact]
    public async Task The_older_names_should_do_the_same()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("XMKD a", 257, "\"/a\"");
        await client.Command("XMKD a", 550);
        await client.Command("XRMD a", 250);
        await client.Command("XRMD a", 550);
    }

    [Fact]
    public async Task MKD_should_refuse_names_that_are_taken_or_have_no_parent()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD file", 550, "/file: already exists");
        await client.Command("MKD /", 550);
        await client.Command("MKD nothing/d", 550);
        await client.Command("MKD file/d", 550);
        await client.Command("MKD closed", 550, "/closed: permission denied");
        await client.Command("MKD", 501);
        Assert.Equal(Ascii("content"), await ftp.Get("/file"));
    }

    [Fact]
    public async Task MKD_should_read_452_where_nothing_more_fits()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => options with { Storage = new MemoryStorage(600) });
        await using var client = await ftp.Login();
        await client.Command("MKD a", 257);
        await client.Command("MKD b", 452);
        await client.Command("RMD a", 250);
        await client.Command("MKD b", 257);
    }

    [Fact]
    public async Task RMD_should_refuse_all_but_an_empty_directory()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD full", 257);
        await client.Command("MKD full/inner", 257);
        await client.Command("RMD full", 550, "/full: directory not empty");
        await client.Command("RMD file", 550, "/file: not a directory");
        await client.Command("RMD nothing", 550, "/nothing: no such file or directory");
        await client.Command("RMD /", 550);
        await client.Command("RMD closed", 550, "/closed: permission denied");
        await client.Command("RMD", 501);
        await client.Command("CWD full/inner", 250);
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("MKD a", 530);
        await client.Command("RMD a", 530);
        await client.Login();
        await client.Command("CWD a", 550);
    }
}
