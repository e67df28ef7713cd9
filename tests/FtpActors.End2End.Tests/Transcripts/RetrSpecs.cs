using System.Net.Sockets;
using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>RETR (RFC 959 §4.1.3) with REST (RFC 3659 §5) and RANG (draft-bryan-ftp-range) before it; what arrives is in <see cref="FileTransferSpecs"/>.</summary>
[TranscriptOf("RETR", "REST", "RANG")]
public class RetrSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task The_opening_should_tell_the_size_and_226_should_come_last(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a b", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await using (var data = await client.OpenPassive())
        {
            await client.Command("RETR a b", 150, "/a b (10 bytes)");
            Assert.Equal(Ascii("0123456789"), await data.ReadToEnd());
            await client.Expect(226);
        }

        await client.Command("REST 10", 350, "10");
        Assert.Empty(await client.Download("RETR a b"));
        await client.Command("RANG 9 100", 350);
        Assert.Equal(Ascii("9"), await client.Download("RETR a b"));
        await client.Command("RANG 2 3", 350);
        await client.Command("RANG 1 0", 350);
        Assert.Equal(Ascii("0123456789"), await client.Download("RETR a b"));
    }

    [Theory, BothFamilies]
    public async Task What_is_missing_no_file_or_closed_should_read_550_before_anything_is_opened(AddressFamily family)
    {
        await using var ftp = await Start(family, Closed);
        await ftp.Put("/closed", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await client.Epsv();
        await client.Command("RETR nothing", 550, "/nothing: no such file or directory");
        await client.Epsv();
        await client.Command("RETR d", 550, "/d: is a directory");
        await client.Epsv();
        await client.Command("RETR closed", 550, "/closed: permission denied");
        await client.Epsv();
        await client.Command("RETR", 501);
    }

    [Theory, BothFamilies]
    public async Task An_offset_past_the_end_should_read_554_and_a_range_there_be_empty(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Epsv();
        await client.Command("REST 11", 350);
        await client.Command("RETR f", 554);
        await client.Command("RANG 11 20", 350);
        Assert.Empty(await client.Download("RETR f"));
        Assert.Equal(Ascii("0123456789"), await client.Download("RETR f"));
    }

    [Fact]
    public async Task REST_and_RANG_should_read_501_for_what_is_no_offset()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/f", Ascii("0123456789"));
        await using var client = await ftp.Login();
        foreach (var argument in new[] { "", " x", " -1", " 1 2", " 9223372036854775808" })
            await client.Command("REST" + argument, 501);
        foreach (var argument in new[] { "", " 1", " 5 4", " a b", " -1 2", " 1 2 3", " 0 9223372036854775807" })
            await client.Command("RANG" + argument, 501);
        await client.Command("REST 4", 350);
        await client.Command("REST x", 501);
        Assert.Equal(Ascii("0123456789"), await client.Download("RETR f"));
        await client.Command("RANG 2 3", 350);
        await client.Command("RANG 5 4", 501);
        Assert.Equal(Ascii("0123456789"), await client.Download("RETR f"));
    }

    [Fact]
    public async Task Who_may_list_should_not_read_for_that()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.Everywhere(FtpRights.List)));
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("SIZE f", 213);
        await client.Pasv();
        await client.Command("RETR f", 550, "/f: permission denied");
    }

    [Fact]
    public async Task Out_of_order_they_should_read_530_and_425()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Connect();
        await client.Command("RETR f", 530);
        await client.Command("REST 1", 530);
        await client.Command("RANG 1 2", 530);
        await client.Login();
        await client.Command("RETR f", 425);
    }
}
