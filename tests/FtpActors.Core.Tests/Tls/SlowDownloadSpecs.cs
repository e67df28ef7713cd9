using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class SlowDownloadSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_download_should_arrive_whole_at_a_client_that_pauses_longer_than_anybody_waits(SslProtocols protocol)
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
        data.Sockets.Peer.ReceiveBufferSize = 64 * 1024;
        var bytes = RandomNumberGenerator.GetBytes(1_500_000);
        using var heard = new MemoryStream();
        var sending = data.Transport.Send(TransferChunk.Of(bytes)).AsTask();
        var buffer = new byte[16 * 1024];
        while (!sending.IsCompleted)
            heard.Write(buffer, 0, await data.Client.ReadAsync(buffer));
        await AdvanceUntilEnded(time, data.Transport.CompleteSend().AsTask());
        await data.Transport.DisposeAsync();
        await data.Client.CopyToAsync(heard);
        Assert.Equal(bytes, heard.ToArray());
    }

    /// <summary>Some close the data connection only after they have read the reply, which comes after this.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task CompleteSend_should_wait_only_a_moment_for_a_client_that_has_everything(SslProtocols protocol)
    {
        var (time, waits) = (new TestKit.ManualTime(), new Waits());
        await using var session = await TlsSession.Open(new TlsServer(Options, waits.On(time)), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
        await data.Transport.Send(TransferChunk.Of(new byte[1000]));
        var closing = data.Transport.CompleteSend().AsTask();
        await data.Client.CopyToAsync(Stream.Null);
        while (!closing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.InRange(waits.Total, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static async Task AdvanceUntilEnded(TestKit.ManualTime time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(Options.CloseTimeout);
            await Task.Yield();
        }

        await task;
    }

    /// <summary>How long timers have run that fired, one after the other. The clock may run on while what they set off does not get a thread.</summary>
    private sealed class Waits
    {
        private long _ticks;

        public TimeSpan Total => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public TimeProvider On(TimeProvider time) => new Clock(time, this);

        private sealed class Clock(TimeProvider time, Waits waits) : TimeProvider
        {
            public override long TimestampFrequency => time.TimestampFrequency;

            public override long GetTimestamp() => time.GetTimestamp();

            public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

            public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(
                one =>
                {
                    Interlocked.Add(ref waits._ticks, dueTime.Ticks);
                    callback(one);
                },
                state,
                dueTime,
                period);
        }
    }
}
