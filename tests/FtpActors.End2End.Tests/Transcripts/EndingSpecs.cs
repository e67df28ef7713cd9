using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Sessions that end without QUIT: silence, vanished peers, a server that stops.</summary>
public class EndingSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task An_idle_session_should_read_421(AddressFamily family)
    {
        await using var ftp = await Start(family, Timed(timeouts => timeouts with { Idle = Soon }));
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
        await client.Command("STOR up", 150);
        await data.Write(Content(1000));
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
        while (await BytesMoved(client) < 100_000)
        {
        }

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
    public async Task Stopping_should_tell_idle_sessions_421_and_accept_nobody(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var greeted = await ftp.Connect();
        await ftp.Server.Stop(Never);
        await client.Expect(421);
        await client.ExpectClosed();
        await greeted.Expect(421);
        await greeted.ExpectClosed();
        await Assert.ThrowsAsync<SocketException>(() => FtpTranscript.Connect(ftp.EndPoint));
    }

    [Theory, BothFamilies]
    public async Task Stopping_should_let_a_running_transfer_finish(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var idle = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        var stopped = ftp.Server.Stop(Never);
        await idle.Expect(421);
        await Assert.ThrowsAsync<SocketException>(() => FtpTranscript.Connect(ftp.EndPoint));
        Assert.False(stopped.IsCompleted);
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(226);
        await client.Expect(421);
        await client.ExpectClosed();
        await stopped;
        Assert.Equal(Content(100_000), await ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task Stopping_should_end_a_transfer_when_its_grace_is_over(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        await ftp.Server.Stop(Soon);
        Assert.True(await data.EndsEmpty());
        await Assert.ThrowsAsync<StorageException>(() => ftp.Get("/up"));
    }

    private static FtpServerOptions Alone(FtpServerOptions options) => options with { Limits = options.Limits with { MaxSessions = 1 } };

    private static Func<FtpServerOptions, FtpServerOptions> Timed(Func<TimeoutOptions, TimeoutOptions> change) =>
        options => options with { Timeouts = change(options.Timeouts) };
}
