using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>STOR, APPE and STOU (RFC 959 §4.1.3); what arrives is in <see cref="FileTransferSpecs"/>.</summary>
[TranscriptOf("STOR", "APPE", "STOU")]
public class StorSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task The_end_should_name_the_file(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        Assert.Contains("/d/a b", (await client.Upload("STOR d/a b", Ascii("one"))).Text, StringComparison.Ordinal);
        Assert.Contains("/d/a b", (await client.Upload("STOR d/a b", Ascii("two"))).Text, StringComparison.Ordinal);
        Assert.Equal(Ascii("two"), await ftp.Get("/d/a b"));
        Assert.Contains("/d/a b", (await client.Upload("APPE d/a b", Ascii(" three"))).Text, StringComparison.Ordinal);
        Assert.Equal(Ascii("two three"), await ftp.Get("/d/a b"));
        await client.Command("REST 1", 350);
        await client.Upload("APPE d/a b", Ascii(" four"));
        Assert.Equal(Ascii("two three four"), await ftp.Get("/d/a b"));
    }

    [Theory, BothFamilies]
    public async Task STOU_should_say_the_name_first_and_start_with_what_was_asked_for(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        await using var data = await client.OpenPassive();
        var opening = await client.Command("STOU d/report", 150, "FILE: /d/report");
        await data.Write(Ascii("content"));
        data.CompleteSend();
        var closing = await client.Expect(226);
        var path = opening.Text["FILE: ".Length..];
        Assert.Contains(path, closing.Text, StringComparison.Ordinal);
        Assert.Equal(Ascii("content"), await ftp.Get(path));
    }

    [Theory, BothFamilies]
    public async Task What_cannot_be_written_should_read_550(AddressFamily family)
    {
        await using var ftp = await Start(family, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/file", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        foreach (var verb in new[] { "STOR", "APPE" })
        {
            await Refused(client, verb, 501);
            await Refused(client, $"{verb} /", 550);
            await Refused(client, $"{verb} d", 550);
            await Refused(client, $"{verb} nothing/f", 550);
            await Refused(client, $"{verb} file/f", 550);
            await Refused(client, $"{verb} closed/f", 550);
        }

        await Refused(client, "STOU nothing/f", 550);
        await Refused(client, "STOU closed/f", 550);
        Assert.Equal(["d", "file"], (await client.DownloadLines("NLST")).Where(name => name != "closed").Order(StringComparer.Ordinal));
        Assert.Empty(await client.DownloadLines("NLST d"));
    }

    [Fact]
    public async Task Who_may_only_create_should_change_no_file()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.Everywhere(FtpRights.List | FtpRights.Create)));
        await ftp.Put("/old", Ascii("old"));
        await using var client = await ftp.Login();
        await Refused(client, "STOR old", 550);
        await Refused(client, "APPE old", 550);
        await client.Upload("STOR new", Ascii("new"));
        await Refused(client, "STOR new", 550);
        await client.Upload("STOU", Ascii("unique"));
        Assert.Equal(Ascii("old"), await ftp.Get("/old"));
        Assert.Equal(Ascii("new"), await ftp.Get("/new"));
    }

    [Fact]
    public async Task Who_may_only_overwrite_should_make_no_file()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Allowing(PathRights.Everywhere(FtpRights.List | FtpRights.Overwrite)));
        await ftp.Put("/old", Ascii("old"));
        await using var client = await ftp.Login();
        await Refused(client, "STOR new", 550);
        await Refused(client, "APPE new", 550);
        await Refused(client, "STOU", 550);
        await client.Upload("STOR old", Ascii("changed"));
        await client.Upload("APPE old", Ascii(", too"));
        Assert.Equal(Ascii("changed, too"), await ftp.Get("/old"));
        Assert.Equal(["old"], await client.DownloadLines("NLST"));
    }

    [Fact]
    public async Task After_REST_past_the_end_STOR_should_read_554_and_after_RANG_APPE_504()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("REST 8", 350);
        await Refused(client, "STOR f", 554);
        await client.Command("REST 1", 350);
        await Refused(client, "STOR nothing", 554);
        await client.Command("RANG 1 2", 350);
        await Refused(client, "APPE f", 504);
        Assert.Equal(Ascii("content"), await ftp.Get("/f"));
        await client.Command("REST 7", 350);
        await client.Upload("STOR f", Ascii("!"));
        Assert.Equal(Ascii("content!"), await ftp.Get("/f"));
    }

    [Fact]
    public async Task An_upload_that_does_not_fit_should_read_452_and_leave_what_was_there()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => options with { Storage = new MemoryStorage(100_000) });
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR f", 150);
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(452);
        Assert.Equal(Ascii("content"), await ftp.Get("/f"));
        await client.Upload("STOR f", Content(10_000));
    }

    [Fact]
    public async Task Out_of_order_they_should_read_530_and_425()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("STOR f", 530);
        await client.Command("APPE f", 530);
        await client.Command("STOU", 530);
        await client.Login();
        await client.Command("STOR f", 425);
        await client.Command("APPE f", 425);
        await client.Command("STOU", 425);
        Assert.Empty(await client.DownloadLines("NLST"));
    }

    private static async Task Refused(FtpTranscript client, string line, int code)
    {
        await client.Epsv();
        await client.Command(line, code);
    }
}
