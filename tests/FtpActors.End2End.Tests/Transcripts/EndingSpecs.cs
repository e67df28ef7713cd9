using System.Net.Sockets;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Sessions that end without QUIT: silence, vanished peers.</summary>
public class EndingSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task An_idle_session_should_read_421(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Idle = Later }));
        await using var client = await ftp.Login();
        await client.Expect(421);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_session_that_does_not_log_in_should_read_421(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Login = Soon }));
        await using var client = await ftp.Connect();
        await client.Expect(421);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_stalled_upload_should_read_426_and_leave_nothing(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Stalled = Soon }));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        // Beforehand: afterwards it might be too late.
        await data.Write(Content(1000));
        await client.Command("STOR up", 150);
        await client.Expect(426);
        await client.Command("SIZE up", 550);
    }

    [Theory, BothFamilies]
    public async Task A_stalled_download_should_read_426(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Stalled = Soon }));
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR big", 150);
        await client.Expect(426);
        await client.Command("PWD", 257);
    }

    [Theory, BothFamilies]
    public async Task A_peer_that_vanishes_in_an_upload_should_leave_nothing(AddressFamily family)
    {
        await using var ftp = await Start(family, Alone);
        var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await data.Write(Content(100_000));
        await UntilMoved(client, 100_000);

        client.Reset();
        Assert.True(await data.EndsEmpty());
        await using var next = await ConnectOnceFree(ftp);
        await next.Login();
        Assert.Empty(await next.DownloadLines("NLST"));
    }

    [Theory, BothFamilies]
    public async Task A_peer_that_vanishes_in_a_download_should_end_it(AddressFamily family)
    {
        await using var ftp = await Start(family, Alone);
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command("RETR big", 150);
        client.Reset();
        data.Reset();
        await using var next = await ConnectOnceFree(ftp);
        await next.Login();
        await next.Command("DELE big", 250);
    }

    [Theory, BothFamilies]
    public async Task A_peer_that_vanishes_while_its_data_connection_lives_should_end_its_transfer(AddressFamily family)
    {
        await using var ftp = await Start(family, Alone);
        await ftp.Put("/big", Content(MoreThanBuffersHold));
        var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR big", 150);
        client.Reset();
        await using var next = await ConnectOnceFree(ftp);
        await Assert.ThrowsAsync<FtpTranscriptException>(() => data.ReadExactly(MoreThanBuffersHold));
    }

    [Theory, BothFamilies]
    public async Task A_login_should_not_be_put_off_by_bytes_that_make_no_line(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Login = Soon }));
        await using var client = await ftp.Connect();
        await client.SendText("USER de");
        await client.Expect(421);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_client_that_takes_no_replies_should_be_cut(AddressFamily family)
    {
        await using var ftp = await Start(family, options => Alone(options) with { Timeouts = options.Timeouts with { ControlWrite = Soon } });
        await using var client = await ftp.Login();
        var help = Ascii(string.Concat(Enumerable.Repeat("HELP\r\n", 1000)));
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (true)
                await client.SendBytes(help);
        });
        await using var next = await ConnectOnceFree(ftp);
    }

    private static FtpServerOptions Alone(FtpServerOptions options) => options with { Limits = options.Limits with { MaxSessions = 1 } };

    private static Func<FtpServerOptions, FtpServerOptions> Timed(Func<TimeoutOptions, TimeoutOptions> change) =>
        options => options with { Timeouts = change(options.Timeouts) };
}
