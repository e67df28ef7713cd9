using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>CWD, CDUP and PWD, by both of their names (RFC 959 §4.1.1, RFC 1123 §4.1.3.1).</summary>
[TranscriptOf("CWD", "XCWD", "CDUP", "XCUP", "PWD", "XPWD")]
public class CwdSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task CWD_and_CDUP_should_move_and_PWD_should_tell_where(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("PWD", 257, "\"/\"");
        await client.Command("MKD a", 257);
        await client.Command("MKD a/b \"c\"", 257);
        await client.Command("CWD a/b \"c\"", 250);
        await client.Command("PWD", 257, "\"/a/b \"\"c\"\"\"");
        await client.Command("CDUP", 250);
        await client.Command("PWD", 257, "\"/a\"");
        await client.Command("CWD ..", 250);
        await client.Command("CDUP", 250);
        await client.Command("PWD", 257, "\"/\"");
        await client.Command("CWD /a/./b \"c\"/../", 250);
        await client.Command("PWD", 257, "\"/a\"");
    }

    [Fact]
    public async Task The_older_names_should_do_the_same()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("MKD a", 257);
        await client.Command("XCWD a", 250);
        await client.Command("XPWD", 257, "\"/a\"");
        await client.Command("XCUP", 250);
        await client.Command("XPWD", 257, "\"/\"");
        await client.Command("XCWD nothing", 550, "/nothing");
    }

    [Fact]
    public async Task What_is_missing_no_directory_or_closed_should_read_550_and_move_nowhere()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/file", Ascii("content"));
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await using var client = await ftp.Login();
        await client.Command("CWD nothing", 550, "/nothing: no such file or directory");
        await client.Command("CWD file", 550, "/file: not a directory");
        await client.Command("CWD closed", 550, "/closed: permission denied");
        await client.Command("CWD", 501);
        await client.Command("XCWD", 501);
        await client.Command("PWD", 257, "\"/\"");
    }

    [Fact]
    public async Task CDUP_should_read_550_where_the_parent_is_closed()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(
            PathRights.Everywhere(FtpRights.None).With(FtpPath.Parse("/home"), FtpRights.ReadWrite)));
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/home"), CancellationToken.None);
        await using var client = await ftp.Login();
        await client.Command("CWD home", 250);
        await client.Command("CDUP", 550);
        await client.Command("XCUP", 550);
        await client.Command("PWD", 257, "\"/home\"");
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("CWD /", 530);
        await client.Command("CDUP", 530);
        await client.Command("PWD", 530);
        await client.Command("XPWD", 530);
    }
}
