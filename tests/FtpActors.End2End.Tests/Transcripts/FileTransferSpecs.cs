using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What arrives: representation types, restarts, appending, names.</summary>
public class FileTransferSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_large_file_should_arrive_whole_both_ways(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var content = Content(10_000_019);
        await using var client = await ftp.Login();
        await client.Upload("STOR big", content);
        Assert.Equal(content, await ftp.Get("/big"));
        Assert.Equal(content, await client.Download("RETR big"));
        await client.Command("SIZE big", 213, "10000019");
    }

    [Theory, BothFamilies]
    public async Task An_empty_file_should_arrive_empty(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Upload("STOR empty", Array.Empty<byte>());
        Assert.Empty(await client.Download("RETR empty"));
        await client.Command("SIZE empty", 213, "0");
    }

    [Theory, BothFamilies]
    public async Task A_file_should_be_there_when_226_is_read(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var other = await ftp.Login();
        for (var n = 0; n < 20; n++)
        {
            await client.Upload($"STOR f{n}", Content(1000 + n));
            await other.Command($"SIZE f{n}", 213, $"{1000 + n}");
        }
    }

    [Theory, BothFamilies]
    public async Task TYPE_A_should_send_CRLF_and_store_LF(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/text", Ascii("one\ntwo\r\nthree\n"));
        await using var client = await ftp.Login();
        await client.Command("TYPE A", 200);
        Assert.Equal(Ascii("one\r\ntwo\r\nthree\r\n"), await client.Download("RETR text"));
        await client.Upload("STOR up", Ascii("one\r\ntwo\r\n\r\nthree"));
        Assert.Equal(Ascii("one\ntwo\n\nthree"), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task TYPE_A_should_translate_line_ends_torn_between_writes(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("TYPE A N", 200);
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        foreach (var one in Ascii("a\r\nb\r\n\r\n"))
            await data.Write(new[] { one });
        data.CompleteSend();
        await client.Expect(226);
        Assert.Equal(Ascii("a\nb\n\n"), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task TYPE_I_and_L_8_should_leave_bytes_as_they_are(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var bytes = Ascii("\r\n\n\r a\n\r\r\n");
        await using var client = await ftp.Login();
        foreach (var type in new[] { "TYPE I", "TYPE L 8" })
        {
            await client.Command(type, 200);
            await client.Upload("STOR up", bytes);
            Assert.Equal(bytes, await ftp.Get("/up"));
            Assert.Equal(bytes, await client.Download("RETR up"));
        }
    }

    [Theory, BothFamilies]
    public async Task REST_should_resume_a_download_once(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var content = Content(500_000);
        await ftp.Put("/f", content);
        await using var client = await ftp.Login();
        await using (var data = await client.OpenPassive())
        {
            await client.Command("REST 123456", 350);
            await client.Command("RETR f", 150);
            Assert.Equal(content[123_456..], await data.ReadToEnd());
            await client.Expect(226);
        }

        Assert.Equal(content, await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task REST_should_hold_over_the_announcement_of_a_data_connection(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("REST 4", 350);
        Assert.Equal(Ascii("456789"), await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task REST_should_resume_an_upload_in_place(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("REST 6", 350);
        await client.Upload("STOR f", Ascii("abcdefgh"));
        Assert.Equal(Ascii("012345abcdefgh"), await ftp.Get("/f"));
    }

    [Theory, BothFamilies]
    public async Task REST_should_be_forgotten_after_another_command(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("REST 4", 350);
        await client.Command("CWD /", 250);
        Assert.Equal(Ascii("0123456789"), await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task APPE_should_add_to_a_file_and_make_one_that_is_missing(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Upload("APPE log", Ascii("one "));
        await client.Upload("APPE log", Ascii("two"));
        Assert.Equal(Ascii("one two"), await ftp.Get("/log"));
    }

    [Theory, BothFamilies]
    public async Task STOU_should_name_the_file_it_made(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Upload("STOU", Ascii("first"));
        await client.Upload("STOU", Ascii("second"));
        var names = await client.DownloadLines("NLST");
        Assert.Equal(2, names.Length);
        foreach (var name in names)
            Assert.Contains(client.Conversation, line => line.StartsWith("< ", StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal));
    }

    [Theory, BothFamilies]
    public async Task Files_should_be_renamed_dated_and_removed(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("MKD a \"quoted\" dir", 257, "\"/a \"\"quoted\"\" dir\"");
        await client.Command("RNFR a", 350);
        await client.Command("RNTO a \"quoted\" dir/b", 250);
        await client.Command("MFMT 20200102030405 /a \"quoted\" dir/b", 213);
        await client.Command("MDTM a \"quoted\" dir/b", 213, "20200102030405");
        await client.Command("RMD a \"quoted\" dir", 550);
        await client.Command("DELE a \"quoted\" dir/b", 250);
        await client.Command("DELE a \"quoted\" dir/b", 550);
        await client.Command("RMD a \"quoted\" dir", 250);
        await client.Command("RNTO x", 503);
    }

    [Theory, BothFamilies]
    public async Task A_client_that_closes_a_download_early_should_read_426_and_go_on(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command("RETR big", 150);
        await data.ReadExactly(1000);
        await data.DisposeAsync();
        await client.Expect(426);
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task A_reset_upload_should_read_426_and_leave_nothing(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Content(10_000));
        await UntilMoved(client, 10_000);

        data.Reset();
        await client.Expect(426);
        Assert.Empty(await client.DownloadLines("NLST"));
        await client.Upload("STOR up", Ascii("content"));
    }
}
