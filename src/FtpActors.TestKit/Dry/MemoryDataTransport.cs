using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryDataTransport(MemoryConnection connection) : IDataTransport
{
    private const int RegionChunk = 64 * 1024;

    private long _moved;
    private volatile bool _isComplete;

    public IPEndPoint Remote { get; } = PeerAddress.Plain(connection.Remote);

    public long BytesMoved => Interlocked.Read(ref _moved);

    public long Activity => BytesMoved + connection.Outgoing.Taken;

    /// <summary>What is in the pipe is on the peer's side, as it is with what a kernel has taken.</summary>
    public bool IsDelivered => _isComplete;

    public bool TakesRegions => false;

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        try
        {
            var count = await connection.Incoming.Read(buffer).ConfigureAwait(false);
            Interlocked.Add(ref _moved, count);
            return count;
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            throw Lost(cause);
        }
    }

    public ValueTask Send(TransferChunk chunk) => chunk.Region is { } region ? SendRegion(region) : SendMemory(chunk.Memory);

    public ValueTask CompleteSend()
    {
        // Unread input would reset the connection when it is closed, and the end of the file be lost.
        connection.Incoming.Drop();
        connection.Outgoing.Complete();
        _isComplete = true;
        return ValueTask.CompletedTask;
    }

    public void Abort() => connection.Close();

    public void Reset() => connection.Reset();

    public ValueTask DisposeAsync()
    {
        connection.Close();
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendMemory(ReadOnlyMemory<byte> memory)
    {
        try
        {
            await connection.Outgoing.Write(memory).ConfigureAwait(false);
            Interlocked.Add(ref _moved, memory.Length);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            throw Lost(cause);
        }
    }

    private async ValueTask SendRegion(FileRegion region)
    {
        var buffer = TransferChunk.Rent(RegionChunk);
        try
        {
            for (var sent = 0; sent < region.Length;)
            {
                var piece = buffer.AsMemory(0, Math.Min(region.Length - sent, RegionChunk));
                var count = await RandomAccess.ReadAsync(region.File.SafeFileHandle, piece, region.Offset + sent).ConfigureAwait(false);
                if (count == 0)
                    throw new StorageException(StorageFault.InputOutput, "The file became shorter while it was sent.");
                await SendMemory(piece[..count]).ConfigureAwait(false);
                sent += count;
            }
        }
        finally
        {
            TransferChunk.Return(buffer);
        }
    }

    private static DataConnectionException Lost(Exception cause) => new(DataConnectionFault.Lost, "The data connection was lost.", cause);
}
