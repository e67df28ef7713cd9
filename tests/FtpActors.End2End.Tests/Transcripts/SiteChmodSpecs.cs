using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE CHMOD, SITE UMASK and SITE UTIME: what is known of a file besides its content.</summary>
[TranscriptOf("SITE CHMOD", "SITE UMASK", "SITE UTIME")]
public class SiteChmodSpecs : TranscriptSpecBase
{
    [Fact]
    public async Task CHMOD_should_set_permission_bits()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/a b", Ascii("content"));
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("SITE CHMOD 600 a b", 530);
        await client.Login();
        await client.Command("site chmod 0604 a b", 200, "/a b: mode 0604");
        await client.Command("SITE CHMOD 640 a b", 200, "/a b: mode 0640");
        await client.Command("MLST a b", 250, "UNIX.mode=0640;");
        await client.Command("SITE CHMOD", 501);
        await client.Command("SITE CHMOD 640", 501);
        await client.Command("SITE CHMOD 888 a b", 501);
        await client.Command("SITE CHMOD u+x a b", 501);
        await client.Command("SITE CHMOD 640 nothing", 550, "/nothing: no such file or directory");
        await client.Command("SITE CHMOD 640 closed", 550, "/closed: permission denied");
        await client.Command("MLST a b", 250, "UNIX.mode=0640;");
    }

    [Theory, BothFamilies]
    public async Task UMASK_should_hold_for_what_is_new_in_this_session(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("SITE UMASK 077", 530);
        await client.Login();
        await client.Command("SITE UMASK", 200, "No mask");
        await client.Upload("STOR old", Ascii("content"));
        var before = AllText(await client.Command("MLST old", 250));
        await client.Command("SITE UMASK 027", 200, "027");
        await client.Command("SITE UMASK", 200, "027");
        await client.Upload("STOR new", Ascii("content"));
        await client.Command("MLST new", 250, "UNIX.mode=0640;");
        await client.Command("MKD d", 257);
        await client.Command("MLST d", 250, "UNIX.mode=0750;");
        await client.Command("SITE MKDIR e/f", 257);
        await client.Command("MLST e/f", 250, "UNIX.mode=0750;");
        await client.Command("SITE UMASK 999", 501);
        await client.Command("SITE UMASK u=rw", 501);
        await client.Command("SITE UMASK", 200, "027");
        Assert.Equal(before, AllText(await client.Command("MLST old", 250)));
        await client.Command("REIN", 220);
        await client.Login();
        await client.Command("SITE UMASK", 200, "No mask");
    }

    [Fact]
    public async Task UTIME_should_set_the_time_in_both_forms()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/a b", Ascii("content"));
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("SITE UTIME 20200102030405 a b", 530);
        await client.Login();
        await client.Command("SITE UTIME 20200102030405 a b", 200, "/a b: modified 20200102030405");
        await client.Command("MDTM a b", 213, "20200102030405");
        await client.Command("SITE UTIME 202101020304 a b", 200);
        await client.Command("MDTM a b", 213, "20210102030400");
        await client.Command("SITE UTIME a b 20010101000000 20220102030405 20010101000000 UTC", 200);
        await client.Command("MDTM a b", 213, "20220102030405");
        await client.Command("SITE UTIME", 501);
        await client.Command("SITE UTIME 20200102030405", 501);
        await client.Command("SITE UTIME yesterday a b", 501);
        await client.Command("SITE UTIME 20201302030405 a b", 501);
        await client.Command("SITE UTIME 20200102030405 nothing", 550, "/nothing: no such file or directory");
        await client.Command("SITE UTIME 20200102030405 closed", 550, "/closed: permission denied");
        await client.Command("MDTM a b", 213, "20220102030405");
    }
}
