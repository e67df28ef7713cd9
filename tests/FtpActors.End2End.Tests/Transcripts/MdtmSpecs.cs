using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Times and other facts: MDTM (RFC 3659 §3), MFMT, MFCT and MFF (draft-somers-ftp-mfxx).</summary>
[TranscriptOf("MDTM", "MFMT", "MFCT", "MFF")]
public class MdtmSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task What_is_set_should_be_what_is_told(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a b", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MFMT 20200102030405 a b", 213, "Modify=20200102030405; /a b");
        await client.Command("MDTM a b", 213, "20200102030405");
        await client.Command("MFCT 20010203040506 a b", 213, "Create=20010203040506; /a b");
        await client.Command("MLST a b", 250, "modify=20200102030405;");
        await client.Command("MLST a b", 250, "create=20010203040506;");
        await client.Command("MFF modify=20110101000000;UNIX.mode=0604; a b", 213, "Modify=20110101000000;UNIX.mode=0604; /a b");
        await client.Command("MDTM a b", 213, "20110101000000");
        await client.Command("MLST a b", 250, "UNIX.mode=0604;");
    }

    [Fact]
    public async Task Directories_should_have_times_too()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("MFMT 20200102030405 d", 213);
        await client.Command("MDTM d", 213, "20200102030405");
        await client.Command("MDTM /", 213);
    }

    [Fact]
    public async Task MDTM_should_set_a_time_unless_a_file_has_the_whole_argument_as_its_name()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MDTM 20200102030405 a", 213, "Modify=20200102030405; /a");
        await client.Command("MDTM a", 213, "20200102030405");
        await client.Command("MFMT 20200102030405 /a", 213);
        await ftp.Put("/20010101000000 a", Ascii("content"));
        await client.Command("MFMT 20010203040506 20010101000000 a", 213);
        await client.Command("MDTM 20010101000000 a", 213, "20010203040506");
        await client.Command("MDTM a", 213, "20200102030405");
        await client.Command("MDTM 20200102030405 nothing", 550);
    }

    [Fact]
    public async Task What_cannot_be_read_should_read_501_and_change_nothing()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MFMT 20200102030405 a", 213);
        await client.Command("MDTM", 501);
        await client.Command("MFMT", 501);
        await client.Command("MFMT 20010101000000", 501);
        await client.Command("MFMT 2001 a", 501);
        await client.Command("MFMT 20011301000000 a", 501);
        await client.Command("MFCT 20010101000000", 501);
        await client.Command("MFCT never a", 501);
        await client.Command("MFF", 501);
        await client.Command("MFF Modify=20010101000000;", 501);
        await client.Command("MFF Modify; a", 501);
        await client.Command("MFF ; a", 501);
        await client.Command("MFF Modify=20010101000000;UNIX.mode=999; a", 501);
        await client.Command("MFF Modify=20010101000000;Size=1; a", 504, "Size");
        await client.Command("MDTM a", 213, "20200102030405");
    }

    [Fact]
    public async Task What_is_missing_or_closed_should_read_550()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MDTM nothing", 550, "/nothing: no such file or directory");
        await client.Command("MFMT 20010101000000 nothing", 550, "/nothing: no such file or directory");
        await client.Command("MFCT 20010101000000 nothing", 550, "/nothing: no such file or directory");
        await client.Command("MFF Modify=20010101000000; nothing", 550, "/nothing: no such file or directory");
        await client.Command("MDTM closed", 550, "/closed: permission denied");
        await client.Command("MDTM 20010101000000 closed", 550);
        await client.Command("MFMT 20010101000000 closed", 550, "/closed: permission denied");
        await client.Command("MFCT 20010101000000 closed", 550, "/closed: permission denied");
        await client.Command("MFF Modify=20010101000000; closed", 550, "/closed: permission denied");
    }

    [Fact]
    public async Task Who_may_only_read_should_be_told_times_and_set_none()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.ReadOnly));
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        var told = await client.Command("MDTM a", 213);
        await client.Command("MDTM 20010101000000 a", 550, "permission denied");
        await client.Command("MFMT 20010101000000 a", 550, "permission denied");
        await client.Command("MFCT 20010101000000 a", 550, "permission denied");
        await client.Command("MFF Modify=20010101000000; a", 550, "permission denied");
        await client.Command("MDTM a", 213, told.Text);
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("MDTM a", 530);
        await client.Command("MFMT 20010101000000 a", 530);
        await client.Command("MFCT 20010101000000 a", 530);
        await client.Command("MFF Modify=20010101000000; a", 530);
    }
}
