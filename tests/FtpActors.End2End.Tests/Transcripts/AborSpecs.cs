using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>ABOR in every way clients send it (RFC 959 §4.1.3): 426 for what it ended, then 226.</summary>
[TranscriptOf("ABOR")]
public class AborSpecs : TranscriptSpecBase
{
    private const byte Iac = 0xFF;
    private const byte Ip = 0xF4;
    private const byte DataMark = 0xF2;

    [Theory, BothFamilies]
    public async Task ABOR_should_read_226_when_nothing_runs(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("ABOR", 226);
        await client.Command("PWD", 257);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_a_download_that_nobody_reads(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.Command("ABOR", 426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_an_upload_and_leave_no_file(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Content(100_000));
        await UntilMoved(client, 100_000);

        await client.Command("ABOR", 426);
        await client.Expect(226);
        await client.Command("SIZE up", 550);
        Assert.Empty(await client.DownloadLines("NLST"));
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_keep_the_former_file_when_it_ends_an_upload_over_it(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/up", Ascii("former"));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Content(1000));
        await client.Command("ABOR", 426);
        await client.Expect(226);
        Assert.Equal(Ascii("former"), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_the_wait_for_a_data_connection(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Timeouts = options.Timeouts with { DataConnect = Never } });
        await ftp.Put("/small", Ascii("x"));
        await using var client = await ftp.Login();
        if (family == AddressFamily.InterNetwork)
            await client.Pasv();
        else
            await client.Epsv();
        await client.SendLine("RETR small");
        await client.Command("ABOR", 426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_be_understood_behind_IP_and_Synch_in_band(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendBytes((byte[])[Iac, Ip, Iac, DataMark, .. Ascii("ABOR\r\n")]);
        await client.Expect(426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_be_understood_behind_an_urgent_data_mark(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendBytes(new byte[] { Iac, Ip, Iac });
        await client.SendUrgent(new[] { DataMark });
        await client.SendLine("ABOR");
        await client.Expect(426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_be_understood_behind_an_urgent_IAC_with_the_mark_in_band(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendUrgent(new[] { Iac, Ip, Iac });
        await client.SendBytes((byte[])[DataMark, .. Ascii("ABOR\r\n")]);
        await client.Expect(426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_be_understood_when_the_whole_line_is_urgent(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendUrgent((byte[])[Iac, Ip, Iac, DataMark, .. Ascii("ABOR\r\n")]);
        await client.Expect(426);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_read_226_as_urgent_data_when_nothing_runs(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendUrgent(new[] { Iac, Ip, Iac, DataMark });
        await client.Command("ABOR", 226);
        await client.Command("PWD", 257);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_the_download_it_is_pipelined_behind(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.SendText("RETR big\r\nABOR\r\nPWD\r\n");
        var first = await client.ReadReply();
        if (first.Code == 150)
            first = await client.ReadReply();
        Assert.Equal(426, first.Code);
        await client.Expect(226);
        await client.Expect(257);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_twice_should_read_426_and_226_and_226(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendText("ABOR\r\nABOR\r\n");
        await client.Expect(426);
        await client.Expect(226);
        await client.Expect(226);
        await SessionLives(ftp, client);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_leave_the_commands_held_behind_it_in_order(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartDownload(ftp, client);
        await client.SendText("MKD a\r\nMKD b\r\nABOR\r\n");
        await client.Expect(426);
        await client.Expect(226);
        await client.Expect(257, "\"/a\"");
        await client.Expect(257, "\"/b\"");
    }

    private static async Task<FtpTranscriptData> StartDownload(FtpPair ftp, FtpTranscript client)
    {
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        var data = await client.OpenPassive();
        await client.Command("RETR big", 150);
        return data;
    }

    private static async Task SessionLives(FtpPair ftp, FtpTranscript client)
    {
        await client.Command("NOOP", 200);
        await ftp.Put("/after", Ascii("after"));
        Assert.Equal(Ascii("after"), await client.Download("RETR after"));
    }
}
