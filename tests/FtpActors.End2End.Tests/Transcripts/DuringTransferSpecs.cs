using System.Net.Sockets;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Commands that arrive while a transfer runs. The transfer is an upload, because the test decides when that ends.</summary>
public class DuringTransferSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task NOOP_should_be_answered_at_once(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.Command("NOOP", 200);
        await client.Command("NOOP", 200);
        await Finish(client, data);
    }

    [Theory, BothFamilies]
    public async Task STAT_should_tell_the_bytes_moved_so_far(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await data.Write(Content(12_345));
        await UntilMoved(client, 12_345);

        var status = AllText(await client.Ask("STAT"));
        Assert.Contains("STOR", status, StringComparison.Ordinal);
        Assert.Contains("/up", status, StringComparison.Ordinal);
        await Finish(client, data);
    }

    [Theory, BothFamilies]
    public async Task QUIT_should_let_the_transfer_finish_and_then_close(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendLine("QUIT");
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(226);
        await client.Expect(221);
        await client.ExpectClosed();
        Assert.Equal(Content(100_000), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task QUIT_should_let_a_download_finish_and_then_close(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var content = Content(MoreThanBuffersHold);
        await ftp.Put("/big", content);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.SendText("RETR big\r\nQUIT\r\n");
        await client.Expect(150);
        Assert.Equal(content, await data.ReadToEnd());
        await client.Expect(226);
        await client.Expect(221);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task Other_verbs_should_be_held_until_the_transfer_has_ended(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendText("NOOP\r\nPWD\r\nSIZE up\r\nNOOP\r\n");
        await client.Expect(200);
        await data.Write(Content(5));
        data.CompleteSend();
        await client.Expect(226);
        await client.Expect(257);
        await client.Expect(213, "5");
        await client.Expect(200);
    }

    [Theory, BothFamilies]
    public async Task More_commands_than_are_held_should_neither_be_lost_nor_reordered(AddressFamily family)
    {
        await using var ftp = await Start(family, Holding(4));
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendText(string.Concat(Enumerable.Range(0, 100).Select(n => $"MKD d{n}\r\n")));
        await Finish(client, data);
        for (var n = 0; n < 100; n++)
            await client.Expect(257, $"\"/d{n}\"");
    }

    [Theory, BothFamilies]
    public async Task More_transfers_than_are_held_should_run_one_after_the_other(AddressFamily family)
    {
        await using var ftp = await Start(family, Holding(2));
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendText(string.Concat(Enumerable.Repeat("EPSV\r\nRETR f\r\nPWD\r\n", 5)));
        await Finish(client, data);
        for (var n = 0; n < 5; n++)
        {
            var opened = await client.Expect(229);
            Assert.True(Core.Wire.HostPort.TryParseEpsv(opened.Text, out var port));
            await using var download = await client.Dial(new(client.Remote.Address, port));
            await client.Expect(150);
            Assert.Equal(Ascii("content"), await download.ReadToEnd());
            await client.Expect(226);
            await client.Expect(257);
        }
    }

    [Theory, BothFamilies]
    public async Task A_thousand_commands_during_a_transfer_should_not_stop_it(AddressFamily family)
    {
        await using var ftp = await Start(family, Holding(1));
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendText(string.Concat(Enumerable.Repeat("PWD\r\n", 1000)));
        await data.Write(Content(1_000_000));
        await Finish(client, data);
        for (var n = 0; n < 1000; n++)
            await client.Expect(257);
        Assert.Equal(Content(1_000_000), await ftp.Get("/up"));
    }

    private static Func<FtpServerOptions, FtpServerOptions> Holding(int commands) =>
        options => options with { Limits = options.Limits with { MaxHeldCommands = commands } };

    private static async Task<FtpTranscriptData> StartUpload(FtpTranscript client)
    {
        var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        return data;
    }

    private static async Task Finish(FtpTranscript client, FtpTranscriptData data)
    {
        data.CompleteSend();
        await client.Expect(226);
    }
}
