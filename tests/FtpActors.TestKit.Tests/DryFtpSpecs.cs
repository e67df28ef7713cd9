using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server;

namespace FtpActors.TestKit.Tests;

/// <summary>Hours of a server's time in a moment.</summary>
public class DryFtpSpecs
{
    public static TheoryData<string> Addresses { get; } = ["192.0.2.1", "2001:db8::1"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_client_should_work_with_files_over_passive_connections(string address)
    {
        await using var ftp = await DryFtp.StartAsync(address: IPAddress.Parse(address));
        await using var client = await ftp.Login();

        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), 21), client.Remote);
        await client.Upload("STOR a", Bytes(1_000_000));
        Assert.Equal(Bytes(1_000_000), await ftp.Get("/a"));
        Assert.Equal(Bytes(1_000_000), await client.Download("RETR a"));
        Assert.Equal(["a"], await client.DownloadLines("NLST"));
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_client_should_work_with_files_over_active_connections(string address)
    {
        await using var ftp = await DryFtp.StartAsync(address: IPAddress.Parse(address));
        await ftp.Put("/a", Bytes(300_000));
        await using var client = await ftp.Login();
        await using (var listener = await client.OpenActive())
        {
            await client.Command("ESTA", 225, $"{listener.EndPoint.Port}");
            await client.Command("RETR a", 150);
            await using var data = await listener.Accept();
            Assert.Equal(IPAddress.Parse(address), data.Remote.Address);
            Assert.Equal(Bytes(300_000), await data.ReadToEnd());
            await client.Expect(226);
        }

        var nobody = await client.OpenActive();
        await nobody.DisposeAsync();
        await client.Command("RETR a", 425);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Both_ways_should_work_under_TLS(string address)
    {
        await using var ftp = await DryFtp.StartAsync(
            options => options with { Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() }, AllowsClearCommands = true } },
            IPAddress.Parse(address));
        await using var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);

        await client.Upload("STOR a", Bytes(200_000));
        Assert.Equal(Bytes(200_000), await client.Download("RETR a"));
        await client.Command("CCC", 200);
        await client.EndTls();
        await client.Command("NOOP", 200);
    }

    [Fact]
    public async Task An_idle_client_should_read_421_after_5_minutes_and_not_before()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();

        await ftp.Advance(TimeSpan.FromMinutes(4));
        await client.Command("NOOP", 200);
        await ftp.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        await client.Command("NOOP", 200);
        await ftp.Advance(TimeSpan.FromMinutes(5));
        await client.Expect(421, "Idle");
        await client.ExpectClosed();
    }

    [Fact]
    public async Task A_login_that_takes_60_seconds_should_read_421()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);

        await ftp.Advance(TimeSpan.FromSeconds(59));
        await client.Command("USER demo", 331);
        await ftp.Advance(TimeSpan.FromSeconds(1));
        await client.Expect(421);
        await client.ExpectClosed();
    }

    [Fact]
    public async Task A_failed_login_should_be_answered_late()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);

        Assert.Equal(TimeSpan.FromSeconds(1), await ftp.AdvanceUntil(() => client.Command("PASS wrong", 530)));
        await client.Command("USER demo", 331);
        Assert.Equal(TimeSpan.FromSeconds(2), await ftp.AdvanceUntil(() => client.Command("PASS wrong", 530)));
    }

    [Fact]
    public async Task A_throttled_download_of_a_MiB_should_take_10_seconds_at_100_kB_per_second()
    {
        await using var ftp = await DryFtp.StartAsync(options => options with { Throttle = new ThrottleLevels { Total = new() { Download = 100_000 } } });
        await ftp.Put("/a", Bytes(1_048_576));
        await using var client = await ftp.Login();

        var took = await ftp.AdvanceUntil(() => client.Download("RETR a"));
        Assert.InRange(took.TotalSeconds, 10.3, 10.6);
    }

    [Fact]
    public async Task A_throttled_upload_should_take_its_time_too()
    {
        await using var ftp = await DryFtp.StartAsync(options => options with { Throttle = new ThrottleLevels { Total = new() { Upload = 100_000 } } });
        await using var client = await ftp.Login();

        var took = await ftp.AdvanceUntil(() => client.Upload("STOR a", Bytes(1_048_576)));
        Assert.InRange(took.TotalSeconds, 10.3, 10.6);
        Assert.Equal(Bytes(1_048_576), await ftp.Get("/a"));
    }

    [Fact]
    public async Task A_throttled_download_should_be_as_far_as_time_is()
    {
        await using var ftp = await DryFtp.StartAsync(options => options with { Throttle = new ThrottleLevels { Total = new() { Download = 1000 } } });
        await ftp.Put("/a", Bytes(100_000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        await ftp.Advance(TimeSpan.FromSeconds(20));
        await client.SendLine("STAT");
        var status = await client.Expect(211);
        Assert.Matches("RETR /a, (20000|20050|20100) bytes", string.Join('\n', status.Lines));
    }

    [Fact]
    public async Task A_stalled_download_should_read_426_after_a_minute()
    {
        await using var ftp = await DryFtp.StartAsync();
        await ftp.Put("/a", Bytes(1_000_000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        await ftp.Advance(TimeSpan.FromSeconds(59));
        await client.SendLine("STAT");
        await client.Expect(211);
        await ftp.Advance(TimeSpan.FromSeconds(16));
        await client.Expect(426, "stalled");
    }

    [Fact]
    public async Task A_stalled_upload_should_read_426_after_a_minute()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(Bytes(10));

        var took = await ftp.AdvanceUntil(() => client.Expect(426, "stalled"));
        Assert.InRange(took.TotalSeconds, 60, 75);
    }

    [Fact]
    public async Task A_data_connection_that_nobody_opens_should_read_425()
    {
        await using var ftp = await DryFtp.StartAsync();
        await ftp.Put("/a", Bytes(10));
        await using var client = await ftp.Login();
        await client.Pasv();

        Assert.Equal(TimeSpan.FromSeconds(15), await ftp.AdvanceUntil(() => client.Command("RETR a", 425)));
    }

    [Fact]
    public async Task A_command_whose_storage_does_not_answer_should_read_451()
    {
        GatedStorage? gated = null;
        await using var ftp = await DryFtp.StartAsync(options => options with { Storage = gated = new GatedStorage(options.Storage) });
        await using var client = await ftp.Login();
        gated![GatedOperation.MakeDirectory].Close();

        Assert.Equal(TimeSpan.FromSeconds(30), await ftp.AdvanceUntil(() => client.Command("MKD d", 451)));
    }

    [Fact]
    public async Task A_client_that_does_not_read_should_be_cut()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();
        await client.SendText(string.Concat(Enumerable.Repeat("HELP\r\n", 1000)));

        await ftp.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<FtpTranscriptException>(async () =>
        {
            while (true)
                await client.Expect(214);
        });
    }

    [Fact]
    public async Task A_session_should_tell_the_servers_time()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();
        await ftp.Advance(TimeSpan.FromSeconds(100));
        await client.Upload("STOR a", Bytes(1));

        await client.Command("MDTM a", 213, "20260101000140");
        await client.Command("STAT", 211, "for 100 s");
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 1, 40, TimeSpan.Zero), ftp.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_stop_should_give_transfers_their_grace()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        var stopping = ftp.Server.Stop(TimeSpan.FromSeconds(20));
        await ftp.Advance(TimeSpan.FromSeconds(19));
        Assert.False(stopping.IsCompleted);
        await ftp.Advance(TimeSpan.FromSeconds(1));
        await client.Expect(426);
        await client.Expect(421);
        await stopping;
    }

    [Fact]
    public async Task A_stranger_should_not_take_a_data_connection()
    {
        await using var ftp = await DryFtp.StartAsync();
        await ftp.Put("/a", Bytes(10));
        await using var client = await ftp.Login();
        var address = await client.Pasv();
        await using var stranger = await client.Dial(address, from: IPAddress.Parse("203.0.113.9"));
        await client.SendLine("RETR a");

        Assert.True(await stranger.EndsEmpty());
        await using var own = await client.Dial(address);
        await client.Expect(150);
        Assert.Equal(Bytes(10), await own.ReadToEnd());
        await client.Expect(226);
    }

    [Fact]
    public async Task An_address_at_which_nobody_listens_should_refuse()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();

        var refused = await Assert.ThrowsAsync<SocketException>(() => client.Dial(new IPEndPoint(ftp.EndPoint.Address, 1)));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_wildcard_should_serve_both_families()
    {
        await using var ftp = await DryFtp.StartAsync(options => options with { Listen = [new IPEndPoint(IPAddress.IPv6Any, 2121)] });
        foreach (var address in new[] { "192.0.2.1", "2001:db8::1" }.Select(IPAddress.Parse))
        {
            await using var client = await ftp.Connect(server: new IPEndPoint(address, 2121));
            await client.Login();
            Assert.Empty(await client.Download("NLST"));
        }
    }

    [Fact]
    public async Task Two_listeners_of_one_address_should_not_start()
    {
        var twice = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 21);
        await Assert.ThrowsAsync<AddressUnavailableException>(() => DryFtp.StartAsync(options => options with { Listen = [twice, twice] }));
    }

    [Fact]
    public async Task A_task_that_is_not_done_in_time_should_be_named_late()
    {
        await using var ftp = await DryFtp.StartAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => ftp.AdvanceUntil(new TaskCompletionSource().Task));
        Assert.Equal(DryFtp.DefaultLimit, ftp.Time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_client_that_vanishes_should_be_noticed_at_once()
    {
        await using var ftp = await DryFtp.StartAsync(options => options with { Limits = options.Limits with { MaxSessions = 1 } });
        var client = await ftp.Login();
        client.Reset();

        await ftp.Advance(TimeSpan.Zero);
        await using var next = await ftp.Login();
    }

    [Fact]
    public async Task A_storage_with_threads_of_its_own_should_not_stop_the_clock()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var disk = new DiskStorage(new DiskStorageOptions { Root = folder.FullName });
            await using var ftp = await DryFtp.StartAsync(options => options with { Storage = disk });
            await using var client = await ftp.Login();
            await client.Upload("STOR a", Bytes(300_000));
            Assert.Equal(Bytes(300_000), await client.Download("RETR a"));

            await ftp.Advance(TimeSpan.FromMinutes(5));
            await client.Expect(421);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public async Task A_subscriber_that_answers_nothing_should_hear_little_more()
    {
        await using var ftp = await DryFtp.StartAsync();
        var told = 0;
        var subscribed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action hear = () =>
        {
            Interlocked.Increment(ref told);
            subscribed.TrySetResult();
        };
        var subscriber = ftp.System.ActorOf(Akka.Actor.Props.Create(() => new Counting(hear)));
        ftp.Server.Actor.Tell(new FtpActors.Server.Outcomes.OutcomeProtocol.SubscribeOutcomes(subscriber), Akka.Actor.ActorRefs.NoSender);
        await subscribed.Task;
        await using var client = await ftp.Login();
        for (var number = 0; number < 20; number++)
            await client.Upload($"STOR a{number}", Bytes(3));

        await ftp.Advance(TimeSpan.FromHours(1));

        Assert.InRange(Volatile.Read(ref told), 40, 1000);
    }

    [Fact]
    public async Task What_throws_at_once_should_fail_the_wait_for_it()
    {
        await using var ftp = await DryFtp.StartAsync();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => ftp.AdvanceUntil(() => throw new InvalidTimeZoneException()));
    }

    private sealed class Counting(Action heard) : Akka.Actor.UntypedActor
    {
        protected override void OnReceive(object message) => heard();
    }
}
