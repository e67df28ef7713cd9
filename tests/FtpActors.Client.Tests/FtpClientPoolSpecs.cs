using FtpActors.Client.Pooling;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests;

public class FtpClientPoolSpecs : ClientSpecBase
{
    [Fact]
    public async Task A_pool_should_lend_no_more_than_it_has_and_use_connections_again()
    {
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp), new PoolOptions { MaxConnections = 2 });
        var (first, second) = (await pool.Rent(), await pool.Rent());
        var third = pool.Rent();
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();
        await second.DisposeAsync();
        Assert.Same(second.Client, (await third).Client);
        using var cancel = new CancellationTokenSource();
        var never = pool.Rent(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
        await first.DisposeAsync();
        await (await third).DisposeAsync();
        Assert.Equal(2, pool.Idle);
    }

    [Fact]
    public async Task A_client_that_is_not_as_it_was_should_not_be_lent_again()
    {
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        await pool.Use(client => client.ChangeDirectory("/"));
        Assert.Equal(0, pool.Idle);
        await pool.Use(client => client.Quit());
        Assert.Equal(0, pool.Idle);
    }

    [Fact]
    public async Task Idle_connections_should_be_closed()
    {
        await using var ftp = await StartServer();
        var time = new ManualTime();
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("QUIT", "221 Bye.");
        });
        await using var pool = new FtpClientPool(Sys, ScriptedOptions(server) with { Time = new TimersOf(time) }, new PoolOptions { IdleTimeout = TimeSpan.FromSeconds(10) });
        await (await pool.Rent()).DisposeAsync();
        Assert.Equal(1, pool.Idle);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, pool.Idle);
        await server.Ended();
    }

    [Fact]
    public async Task A_connection_that_does_not_answer_should_be_replaced()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Expect("NOOP");
            if (session.Number == 1)
                await session.ReadLine();
            await session.Reply("200 Yes.");
        });
        await using var pool = new FtpClientPool(Sys, ScriptedOptions(server), new PoolOptions { CheckAfter = TimeSpan.Zero, CheckTimeout = Soon });
        await (await pool.Rent()).DisposeAsync();
        await pool.Use(client => client.Noop());
        Assert.Equal(2, server.Accepted);
    }

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(4, 5_000_001)]
    [InlineData(4, 3)]
    [InlineData(3, 0)]
    public async Task A_file_should_come_in_parts_at_once(int segments, int size)
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(size));
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        using var files = new TemporaryDirectory();
        var result = await pool.DownloadSegmented("/a", files.At("in/a"), segments);
        Assert.Equal(size, result.Bytes);
        Assert.Equal(Content(size), await File.ReadAllBytesAsync(files.At("in/a")));
        Assert.Single(Directory.GetFiles(files.At("in")));
    }

    [Fact]
    public async Task A_download_in_parts_that_fails_should_leave_nothing()
    {
        await using var ftp = await StartServer();
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        using var files = new TemporaryDirectory();
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => pool.DownloadSegmented("/missing", files.At("in/a"), 3))).Code);
        await ftp.Put("/a", Content(30_000_000));
        using var cancel = new CancellationTokenSource();
        var progress = new Stopper(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.DownloadSegmented("/a", files.At("in/a"), 3, progress, cancel.Token));
        Assert.Empty(Directory.GetFiles(files.At("in")));
        Assert.Equal(30_000_000, await pool.Use(client => client.Size("/a")));
    }

    private static FtpClientOptions ScriptedOptions(ScriptedServer server) => new()
    {
        Host = server.EndPoint.Address.ToString(),
        Port = server.EndPoint.Port,
        ClientName = null,
        Reconnect = ReconnectOptions.Never,
    };

    private sealed class Stopper(CancellationTokenSource cancel) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => cancel.Cancel();
    }

    /// <summary>A clock whose periodic timers fire once each time they are due, however far the clock is advanced.</summary>
    private sealed class TimersOf(ManualTime time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer? timer = null;
            timer = time.CreateTimer(
                one =>
                {
                    callback(one);
                    if (period > TimeSpan.Zero)
                        timer!.Change(period, Timeout.InfiniteTimeSpan);
                },
                state,
                dueTime,
                Timeout.InfiniteTimeSpan);
            return timer;
        }
    }
}
