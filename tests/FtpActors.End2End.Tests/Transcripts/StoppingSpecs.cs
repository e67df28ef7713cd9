using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Servers that stop: with grace, without, with their actor system, and again.</summary>
public class StoppingSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Stopping_should_tell_idle_sessions_421_and_accept_nobody(AddressFamily family)
    {
        await using var ftp = await StartAlone(family);
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
        await using var ftp = await StartAlone(family);
        await using var client = await ftp.Login();
        await using var idle = await ftp.Login();
        await using var data = await StartUpload(client);
        var stopped = ftp.Server.Stop(Never);
        await idle.Expect(421);
        await Assert.ThrowsAsync<SocketException>(() => FtpTranscript.Connect(ftp.EndPoint));
        Assert.False(stopped.IsCompleted);
        await FinishUpload(ftp, client, data);
        await stopped;
    }

    [Theory, BothFamilies]
    public async Task Stopping_should_let_a_running_transfer_finish_behind_QUIT(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await client.SendLine("QUIT");
        await client.SendLine("NOOP");
        var stopped = ftp.Server.Stop(Never);
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(226);
        Assert.Contains((await client.ReadReply()).Code, new[] { 221, 421 });
        await client.ExpectClosed();
        await stopped;
    }

    [Theory, BothFamilies]
    public async Task Stopping_should_end_a_transfer_when_its_grace_is_over(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        await ftp.Server.Stop(Soon);
        Assert.True(await data.EndsEmpty());
        await client.Expect(426);
        await client.Expect(421);
        await client.ExpectClosed();
        await Assert.ThrowsAsync<StorageException>(() => ftp.Get("/up"));
    }

    [Theory, BothFamilies]
    public async Task Stopping_again_with_less_grace_should_cut_the_first(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await StartUpload(client);
        var patient = ftp.Server.Stop(Never);
        await ftp.Server.Stop(TimeSpan.Zero).WaitAsync(FtpTranscript.DefaultPatience);
        await patient;
        Assert.True(await data.EndsEmpty());
    }

    [Theory, BothFamilies]
    public async Task A_terminating_actor_system_should_stop_its_server_with_grace(AddressFamily family)
    {
        // Akka gives the phase in which servers stop 5 seconds: what the grace is for has to fit in, on a busy machine, too.
        var system = ActorSystem.Create("ending", "akka { loglevel = WARNING, stdout-loglevel = WARNING, coordinated-shutdown.phases.service-requests-done.timeout = 60s }");
        await using var ftp = await FtpPair.StartAsync(
            options => options with { Timeouts = options.Timeouts with { ShutdownGrace = Never } },
            family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback,
            system);
        await using var client = await ftp.Login();
        await using var idle = await ftp.Login();
        await using var data = await StartUpload(client);
        var terminated = system.Terminate();
        await idle.Expect(421);
        await FinishUpload(ftp, client, data, checkContent: false);
        await terminated;
    }

    [Theory, BothFamilies]
    public async Task A_stopped_server_should_start_again_on_its_port_and_name(AddressFamily family)
    {
        await using var ftp = await StartAlone(family);
        await using (var client = await ftp.Login())
            await client.Upload("STOR f", Content(1000));
        await ftp.Server.Stop(TimeSpan.Zero);

        var second = FtpServer.Start(ftp.System, ftp.Options with { Listen = [ftp.EndPoint] });
        Assert.Equal(ftp.EndPoint, Assert.Single(await second.Bound));
        await using (var client = await ftp.Login())
            Assert.Equal(Content(1000), await client.Download("RETR f"));
        await second.Stop(TimeSpan.Zero);
    }

    [Fact]
    public async Task The_name_of_a_server_should_be_free_once_it_has_stopped()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Server.Stop(TimeSpan.Zero);
        for (var n = 0; n < 100; n++)
        {
            var next = FtpServer.Start(ftp.System, ftp.Options);
            await next.Bound;
            await next.Stop(TimeSpan.Zero);
        }
    }

    [Theory, BothFamilies]
    public async Task A_port_that_is_taken_should_fail_the_start(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var second = FtpServer.Start(ftp.System, ftp.Options with { Name = "second", Listen = [ftp.EndPoint] });
        await Assert.ThrowsAsync<AddressUnavailableException>(() => second.Bound);
        await second.Stopped;
    }

    /// <summary>At a port at which nobody else listens once it has stopped.</summary>
    private static Task<FtpPair> StartAlone(AddressFamily family) =>
        Start(family, options => options with { Listen = [new IPEndPoint(options.Listen[0].Address, FreePorts.Take())] });

    private static async Task<FtpTranscriptData> StartUpload(FtpTranscript client)
    {
        var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        return data;
    }

    private static async Task FinishUpload(FtpPair ftp, FtpTranscript client, FtpTranscriptData data, bool checkContent = true)
    {
        await data.Write(Content(100_000));
        data.CompleteSend();
        await client.Expect(226);
        await client.Expect(421);
        await client.ExpectClosed();
        if (checkContent)
            Assert.Equal(Content(100_000), await ftp.Get("/up"));
    }
}
