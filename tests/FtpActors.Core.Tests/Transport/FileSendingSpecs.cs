using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>Regions of files over a connection, by .NET's means and by those of Linux.</summary>
public abstract class FileSendingSpecs
{

    private const int Mebi = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly bool _isPortable;

    private protected FileSendingSpecs(bool isPortable) => _isPortable = isPortable;

    [Fact]
    public async Task It_should_send_just_the_region()
    {
        using var file = TemporaryFile.Of([0, 1, 2, 3, 4, 5, 6, 7]);
        using var pair = await SocketPair.Open(_isPortable);
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 2, 4)));
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 7, 1)));
        await pair.Transport.CompleteSend();
        Assert.Equal([2, 3, 4, 5, 7], await pair.ReadToEnd());
        Assert.Equal(5, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task It_should_send_a_region_of_more_than_16_MiB()
    {
        var content = new byte[(37 * Mebi) + 13];
        new Random(1).NextBytes(content);
        using var file = TemporaryFile.Of(content);
        using var pair = await SocketPair.Open(_isPortable);
        var received = pair.ReadToEnd();
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 5, content.Length - 5)));
        await pair.Transport.CompleteSend();
        Assert.Equal(content[5..], await received);
        Assert.Equal(content.Length - 5, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task It_should_send_a_region_beyond_2_GiB()
    {
        const long Offset = (5L * 1024 * Mebi) + 3;
        using var file = TemporaryFile.Sparse(Offset + (2 * Mebi));
        file.Write([1, 2, 3], Offset);
        file.Write([4], Offset + (2 * Mebi) - 1);
        using var pair = await SocketPair.Open(_isPortable);
        var received = pair.ReadToEnd();
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, Offset, 2 * Mebi)));
        await pair.Transport.CompleteSend();
        var bytes = await received;
        Assert.Equal(2 * Mebi, bytes.Length);
        Assert.Equal([1, 2, 3, 0], bytes[..4]);
        Assert.Equal(4, bytes[^1]);
    }

    [Fact]
    public async Task It_should_let_regions_and_memory_alternate()
    {
        using var file = TemporaryFile.Of([1, 2, 3]);
        using var pair = await SocketPair.Open(_isPortable);
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, 3)));
        await pair.Transport.Send(TransferChunk.Of(new byte[] { 9 }));
        await pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 1, 2)));
        await pair.Transport.CompleteSend();
        Assert.Equal([1, 2, 3, 9, 2, 3], await pair.ReadToEnd());
    }

    [Fact]
    public async Task It_should_show_progress_while_one_send_runs()
    {
        const int Length = 64 * Mebi;
        using var file = TemporaryFile.Sparse(Length);
        using var pair = await SocketPair.Open(_isPortable);
        var sending = pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Length))).AsTask();
        var seen = new SortedSet<long>();
        var buffer = new byte[256 * 1024];
        for (var received = 0L; received < Length;)
        {
            Assert.InRange(pair.Transport.BytesMoved, 0, Length);
            seen.Add(pair.Transport.BytesMoved);
            received += await pair.Peer.ReceiveAsync(buffer, SocketFlags.None);
        }

        await sending.WaitAsync(Patience);
        Assert.Equal(Length, pair.Transport.BytesMoved);
        // Pieces end at 16 MiB at most, so at least three steps lie between nothing and everything.
        Assert.True(seen.Count(bytes => bytes is > 0 and < Length) >= 3, string.Join(' ', seen));
    }

    [Fact]
    public async Task It_should_show_activity_while_the_peer_reads_less_than_a_piece()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int Length = 64 * Mebi;
        using var file = TemporaryFile.Sparse(Length);
        using var pair = await SocketPair.Open(_isPortable);
        var sending = pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Length))).AsTask();
        var buffer = new byte[64 * 1024];
        var seen = new HashSet<(long Bytes, long Activity)>();
        for (var received = 0L; received < Length;)
        {
            seen.Add((pair.Transport.BytesMoved, pair.Transport.Activity));
            received += await pair.Peer.ReceiveAsync(buffer, SocketFlags.None);
        }

        await sending.WaitAsync(Patience);
        Assert.True(seen.GroupBy(state => state.Bytes).Max(states => states.Count()) > 3, string.Join(' ', seen));
    }

    [Fact]
    public async Task It_should_keep_what_it_moved_when_the_connection_is_lost()
    {
        const int Length = 64 * Mebi;
        using var file = TemporaryFile.Sparse(Length);
        using var pair = await SocketPair.Open(_isPortable);
        var sending = pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Length))).AsTask();
        var buffer = new byte[256 * 1024];
        while (pair.Transport.BytesMoved == 0)
            await pair.Peer.ReceiveAsync(buffer, SocketFlags.None);
        pair.Reset();
        await Assert.ThrowsAsync<DataConnectionException>(() => sending.WaitAsync(Patience));
        Assert.InRange(pair.Transport.BytesMoved, 1, Length - 1);
    }

    [Fact]
    public async Task It_should_fail_when_the_file_has_become_shorter_than_the_region()
    {
        using var file = TemporaryFile.Sparse(100);
        using var pair = await SocketPair.Open(_isPortable);
        var sending = pair.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Mebi))).AsTask();
        var failure = await Assert.ThrowsAsync<StorageException>(() => sending.WaitAsync(Patience));
        Assert.Equal(StorageFault.InputOutput, failure.Fault);
        Assert.InRange(pair.Transport.BytesMoved, 0, 100);
    }
}
