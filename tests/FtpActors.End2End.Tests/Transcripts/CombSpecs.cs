using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>COMB: one file of several.</summary>
[TranscriptOf("COMB")]
public class CombSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Sources_should_be_appended_in_their_order_and_removed(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Upload("STOR part 1", Content(100_000));
        await client.Upload("STOR part2", Content(200_000));
        await client.Command("COMB whole \"part 1\" part2", 250, "/whole");
        Assert.Equal((byte[])[.. Content(100_000), .. Content(200_000)], await ftp.Get("/whole"));
        Assert.Equal(["whole"], await client.DownloadLines("NLST"));
        await client.Upload("STOR part3", Ascii("end"));
        await client.Command("COMB whole part3", 250);
        await client.Command("SIZE whole", 213, "300003");
    }

    [Fact]
    public async Task A_source_that_cannot_be_taken_should_leave_everything_as_it_was()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/a", Ascii("a"));
        await ftp.Put("/target", Ascii("target"));
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/closed/b", Ascii("b"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Command("COMB target a nothing", 550, "/nothing: no such file or directory");
        await client.Command("COMB target a d", 550, "/d: is a directory");
        await client.Command("COMB target a closed/b", 550, "/closed/b: permission denied");
        await client.Command("COMB closed/target a", 550, "/closed/target: permission denied");
        await client.Command("COMB d a", 550, "/d: is a directory");
        await client.Command("COMB nothing/target a", 550);
        Assert.Equal(Ascii("target"), await ftp.Get("/target"));
        Assert.Equal(Ascii("a"), await ftp.Get("/a"));
    }

    [Fact]
    public async Task Who_may_not_delete_or_read_the_sources_should_read_550()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights
            .Everywhere(FtpRights.ReadWrite & ~FtpRights.Delete).With(FtpPath.Parse("/in"), FtpRights.ReadWrite & ~FtpRights.Read)));
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/in"), CancellationToken.None);
        await ftp.Put("/a", Ascii("a"));
        await ftp.Put("/in/b", Ascii("b"));
        await using var client = await ftp.Login();
        await client.Command("COMB target a", 550, "/a: permission denied");
        await client.Command("COMB target in/b", 550, "/in/b: permission denied");
        await client.Command("SIZE target", 550);
    }

    [Fact]
    public async Task What_names_no_sources_or_one_twice_should_read_501()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("a"));
        await using var client = await ftp.Connect();
        await client.Command("COMB b a", 530);
        await client.Login();
        await client.Command("COMB", 501);
        await client.Command("COMB target", 501);
        await client.Command("COMB a a", 501);
        await client.Command("COMB target a ./a", 501);
        await client.Command("COMB target \"a", 501);
        Assert.Equal(Ascii("a"), await ftp.Get("/a"));
    }
}
