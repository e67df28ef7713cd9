using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Transfers of files under TLS that end in the middle, in all ways and at random moments.</summary>
[Collection(BuffersCollection.Name)]
public sealed class TlsInterruptionSpecs
{
    /// <summary>Of each of the two.</summary>
    private const int Rounds = 400;

    private const int Interruptions = 4;
    private const int Length = 2 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(Length);

    private enum Interruption
    {
        Abort,
        Reset,
        PeersReset,
        PeersEnd,
    }

    [Fact]
    public async Task A_download_should_leave_nothing_behind_when_interrupted_at_any_moment()
    {
        using var file = TemporaryFile.Of(Content);
        await Interrupt(isUpload: false, async (data, random) =>
        {
            var reading = Drain(data.Client, random.Next(Length));
            await Loses(async () =>
            {
                while (true)
                    await data.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Length)));
            });
            await data.Transport.DisposeAsync();
            data.Sockets.Peer.Dispose();
            await reading;
        });
        Assert.True(file.Stream.CanRead);
    }

    [Fact]
    public async Task An_upload_should_leave_nothing_behind_when_interrupted_at_any_moment() =>
        await Interrupt(isUpload: true, async (data, random) =>
        {
            await using var target = RegionTarget.Empty();
            var size = random.Next(1, 512 * 1024);
            var writing = Fill(data.Client, random);
            await Loses(async () =>
            {
                for (var at = 0L; ;)
                    at += await data.Transport.ReceiveInto(target, at, size);
            });
            await data.Transport.DisposeAsync();
            data.Sockets.Peer.Dispose();
            await writing;
            var filled = target.Bytes();
            Assert.True(Content.AsSpan(0, filled.Length).SequenceEqual(filled), $"{filled.Length} bytes are others.");
        });

    private static async Task Interrupt(bool isUpload, Func<TlsData, Random, Task> transfer)
    {
        var buffers = TransferChunk.OutstandingBuffers;
        await using (var session = await TlsSession.Open(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13)))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var random = new Random(round);
                await using var data = await session.OpenData(isUpload, TlsPair.Offer(round % 8 < 4 ? SslProtocols.Tls12 : SslProtocols.Tls13));
                var running = Task.Run(() => transfer(data, random));
                // Some are interrupted before anything has moved, others once a random number of bytes has.
                var mark = random.Next(4) * 100_000;
                for (var turns = 0; data.Transport.BytesMoved < mark && turns < 1000; turns++)
                    await Task.Yield();
                End(data, (Interruption)(round % Interruptions));
                var failure = await Record.ExceptionAsync(() => running.WaitAsync(Patience));
                Assert.True(failure is null, $"Round {round}, {(Interruption)(round % Interruptions)}, {data.Transport.BytesMoved} bytes: {failure}");
            }
        }

        for (var waited = DateTime.UtcNow; TransferChunk.OutstandingBuffers != buffers && DateTime.UtcNow - waited < Patience;)
            await Task.Yield();
        Assert.Equal(buffers, TransferChunk.OutstandingBuffers);
    }

    private static void End(TlsData data, Interruption interruption)
    {
        switch (interruption)
        {
            case Interruption.Abort:
                data.Transport.Abort();
                break;
            case Interruption.Reset:
                data.Transport.Reset();
                break;
            case Interruption.PeersReset:
                data.Sockets.Reset();
                break;
            default:
                data.Sockets.Peer.Dispose();
                break;
        }
    }

    private static async Task Loses(Func<Task> moving)
    {
        var failure = await Record.ExceptionAsync(() => moving().WaitAsync(Patience));
        Assert.True(failure is DataConnectionException or ObjectDisposedException, $"{failure}");
    }

    /// <summary>The client reads so many bytes and then no more.</summary>
    private static async Task Drain(SslStream client, int count)
    {
        var buffer = new byte[50_000];
        try
        {
            for (var (at, got) = (0, 1); at < count && got > 0; at += got)
            {
                got = await client.ReadAsync(buffer);
                Assert.Equal(Content.AsSpan(at, Math.Min(got, Length - at)), buffer.AsSpan(0, Math.Min(got, Length - at)));
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException)
        {
            // That is what the round does.
        }
    }

    /// <summary>The client writes in pieces of all sizes, and then keeps silent.</summary>
    private static async Task Fill(SslStream client, Random random)
    {
        try
        {
            for (var at = 0; at < Length;)
            {
                var count = Math.Min(Length - at, random.Next(1, 100_000));
                await client.WriteAsync(Content.AsMemory(at, count));
                at += count;
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException)
        {
            // That is what the round does.
        }
    }
}
