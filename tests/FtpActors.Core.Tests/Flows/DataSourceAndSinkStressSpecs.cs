using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;

namespace FtpActors.Core.Tests.Flows;

/// <summary>Transfers over real sockets that end in the middle, in all ways and at random moments.</summary>
[Collection(BuffersCollection.Name)]
public sealed class DataSourceAndSinkStressSpecs : ActorSpecBase
{
    /// <summary>Of each of the three.</summary>
    private const int Rounds = 3400;

    /// <summary>Prime to what chunks measure, so that no byte is right at a wrong place.</summary>
    private const int Period = (4 * 1024 * 1024) - 3;
    private const int AtOnce = 4;
    private const int Interruptions = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What goes over the connections: random bytes, again after each period.</summary>
    private static readonly byte[] Pattern = Repeated();

    private enum Interruption
    {
        Abort,
        KillSwitch,
        KillSwitchAndAbort,
        Reset,
        Dispose,
        Materializer,
    }

    [Fact]
    public async Task DataSink_should_leave_nothing_behind_when_interrupted_at_any_moment()
    {
        using var file = TemporaryFile.Of(Pattern.AsSpan(0, 8 * 1024 * 1024));
        var (buffers, handles) = (TransferChunk.OutstandingBuffers, Handles());
        await Interrupt(async (pair, random, materializer, killSwitch) =>
        {
            var isRegion = random.Next(2) == 0;
            var chunks = Source.From(Enumerable.Range(0, 1000))
                .Select(i => isRegion
                    ? TransferChunk.Of(new FileRegion(file.Stream, i % 2 * Period, Period))
                    : Rented(i * 64 * 1024 % Period, 64 * 1024));
            var ended = chunks.Via(killSwitch.Flow<TransferChunk>()).RunWith(DataSink.Create(pair.Transport), materializer);
            var reading = Drain(pair, random.Next(256 * 1024));
            await EndsBadly(ended);
            await pair.Transport.DisposeAsync();
            pair.Peer.Dispose();
            await reading;
        });
        Assert.True(file.Stream.CanRead);
        await NothingIsLeft(buffers, handles);
    }

    [Fact]
    public async Task DataSource_should_leave_nothing_behind_when_interrupted_at_any_moment()
    {
        var (buffers, handles) = (TransferChunk.OutstandingBuffers, Handles());
        await Interrupt(async (pair, random, materializer, killSwitch) =>
        {
            // Akka's own sinks never end their task when the materializer stops.
            var sink = DataSource.Create(pair.Transport, 64 * 1024).Via(killSwitch.Flow<TransferChunk>()).RunWith(new DataSourceDemand(), materializer);
            var consuming = Consume(sink);
            var writing = Fill(pair, random.Next(512 * 1024));
            await EndsBadly(sink.Ended);
            await consuming;
            await pair.Transport.DisposeAsync();
            pair.Peer.Dispose();
            await writing;
        });
        await NothingIsLeft(buffers, handles);
    }

    [Fact]
    public async Task RegionSource_should_leave_nothing_behind_when_interrupted_at_any_moment()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (buffers, handles) = (TransferChunk.OutstandingBuffers, Handles());
        await Interrupt(async (pair, random, materializer, killSwitch) =>
        {
            await using var target = RegionTarget.Empty();
            var received = Rented(0, 100);
            var size = random.Next(1, 128 * 1024);
            var sink = RegionSource.Create(pair.Transport, target, () => size, received).Via(killSwitch.Flow<TransferChunk>()).RunWith(new DataSourceDemand(), materializer);
            var consuming = Consume(sink);
            var writing = Fill(pair, random.Next(512 * 1024), from: 100);
            await EndsBadly(sink.Ended);
            await consuming;
            await pair.Transport.DisposeAsync();
            pair.Peer.Dispose();
            await writing;
            // Also what no region told of before the end has to be right.
            if (target.Bytes() is { Length: > 100 } filled)
                AssertPattern(filled.AsSpan(100), 100);
        });
        await NothingIsLeft(buffers, handles);
    }

    private static byte[] Repeated()
    {
        var bytes = new byte[2 * Period + 6];
        new Random(1).NextBytes(bytes.AsSpan(0, Period));
        bytes.AsSpan(0, Period).CopyTo(bytes.AsSpan(Period));
        bytes.AsSpan(0, 6).CopyTo(bytes.AsSpan(2 * Period));
        return bytes;
    }

    private static TransferChunk Rented(int from, int count)
    {
        var buffer = TransferChunk.Rent(count);
        Pattern.AsSpan(from, count).CopyTo(buffer);
        return TransferChunk.OfRented(buffer, count);
    }

    /// <summary>Every byte is the one that was sent at its place.</summary>
    private static void AssertPattern(ReadOnlySpan<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            var from = (int)(at % Period);
            var count = Math.Min(bytes.Length, Pattern.Length - from);
            Assert.True(bytes[..count].SequenceEqual(Pattern.AsSpan(from, count)), $"{count} bytes at {at} are others.");
            bytes = bytes[count..];
            at += count;
        }
    }

    private static int Handles() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    private static async Task EndsBadly(Task stream)
    {
        var failure = await Record.ExceptionAsync(() => stream.WaitAsync(Patience));
        Assert.NotNull(failure);
        Assert.IsNotType<TimeoutException>(failure);
    }

    private static async Task Consume(DataSourceDemand.Handle sink)
    {
        var at = 0L;
        sink.Pull();
        await foreach (var chunk in sink.Chunks.ReadAllAsync())
        {
            using (chunk)
            {
                AssertPattern(chunk.Memory.Span, at);
                at += chunk.Length;
            }

            sink.Pull();
        }
    }

    /// <summary>The peer reads a number of bytes and then no more.</summary>
    private static async Task Drain(SocketPair pair, int count)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (var (at, got) = (0L, 1); at < count && got > 0; at += got)
            {
                got = await pair.Peer.ReceiveAsync(buffer, System.Net.Sockets.SocketFlags.None);
                AssertPattern(buffer.AsSpan(0, got), at);
            }
        }
        catch (Exception cut) when (cut is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // That is what the round does.
        }
    }

    /// <summary>The peer writes a number of bytes and then keeps silent.</summary>
    private static async Task Fill(SocketPair pair, int count, int from = 0)
    {
        try
        {
            await pair.Write(Pattern[from..(from + count)]);
        }
        catch (Exception cut) when (cut is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // That is what the round does.
        }
    }

    private async Task Interrupt(Func<SocketPair, Random, IMaterializer, SharedKillSwitch, Task> transfer)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Rounds), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (round, _) =>
        {
            var random = new Random(round);
            using var pair = await SocketPair.Open();
            using var materializer = ActorMaterializer.Create(Sys, ActorMaterializerSettings.Create(Sys));
            var killSwitch = KillSwitches.Shared("round");
            var running = transfer(pair, random, materializer, killSwitch);
            // Some are interrupted before anything has moved, others once a random number of bytes has.
            var mark = random.Next(4) * 16 * 1024;
            for (var turns = 0; pair.Transport.BytesMoved < mark && turns < 1000; turns++)
                await Task.Yield();
            switch ((Interruption)(round % Interruptions))
            {
                case Interruption.Abort:
                    pair.Transport.Abort();
                    break;
                case Interruption.KillSwitch:
                    killSwitch.Abort(new InvalidOperationException("Killed."));
                    break;
                case Interruption.KillSwitchAndAbort:
                    killSwitch.Abort(new InvalidOperationException("Killed."));
                    pair.Transport.Abort();
                    break;
                case Interruption.Reset:
                    pair.Reset();
                    break;
                case Interruption.Dispose:
                    await pair.Transport.DisposeAsync();
                    break;
                default:
                    materializer.Shutdown();
                    break;
            }

            try
            {
                await running;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Round {round}, {(Interruption)(round % Interruptions)}, {pair.Transport.BytesMoved} bytes.", failure);
            }
        });
    }

    private async Task NothingIsLeft(long buffers, int handles)
    {
        await AwaitAssertAsync(() => Assert.Equal(buffers, TransferChunk.OutstandingBuffers), Patience);
        // The runtime opens a few handles of its own the first time sockets are busy.
        await AwaitAssertAsync(() => Assert.InRange(Handles(), 0, handles + 20), Patience);
    }
}
