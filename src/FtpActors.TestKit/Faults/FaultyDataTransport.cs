using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>A data connection to which a fault happens after so many bytes. Owns <paramref name="inner"/>.</summary>
/// <param name="inner">With TLS, where there is any.</param>
/// <param name="wire">The same connection below TLS.</param>
/// <param name="fault">Of a data connection.</param>
/// <param name="isUpload">The client sends.</param>
/// <param name="time">For <see cref="FtpFault.Slow"/>.</param>
internal sealed class FaultyDataTransport(IDataTransport inner, IDataTransport wire, FtpFault fault, bool isUpload, TimeProvider time) : IDataTransport
{
    /// <summary>Pieces of a slow connection in a second.</summary>
    private const int PiecesPerSecond = 20;

    private const int RegionChunk = 64 * 1024;

    private readonly SlowPace? _pace = fault.Kind == FaultKind.Slow ? new SlowPace(fault.Amount, time) : null;
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private long _moved;

    public IPEndPoint Remote => inner.Remote;

    public long BytesMoved => inner.BytesMoved;

    public long Activity => inner.Activity;

    public bool IsDelivered => inner.IsDelivered;

    public bool TakesRegions => false;

    private bool IsDue => fault.Kind != FaultKind.Slow && _moved >= fault.Amount;

    public ValueTask Open() => inner.Open();

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        if (!isUpload)
            return await inner.Receive(buffer).ConfigureAwait(false);
        if (IsDue && await Strike().ConfigureAwait(false))
            return 0;
        var count = await inner.Receive(buffer[..Room(buffer.Length)]).ConfigureAwait(false);
        await Pass(count).ConfigureAwait(false);
        _moved += count;
        return count;
    }

    public ValueTask Send(TransferChunk chunk) => chunk.Region is { } region ? SendRegion(region) : SendMemory(chunk.Memory);

    public async ValueTask CompleteSend()
    {
        if (!isUpload && IsDue && await Strike().ConfigureAwait(false))
            return;
        await inner.CompleteSend().ConfigureAwait(false);
    }

    public void Abort()
    {
        End();
        inner.Abort();
    }

    public void Reset()
    {
        End();
        wire.Reset();
    }

    public ValueTask DisposeAsync()
    {
        End();
        return inner.DisposeAsync();
    }

    private async ValueTask SendMemory(ReadOnlyMemory<byte> memory)
    {
        while (!memory.IsEmpty)
        {
            if (IsDue && await Strike().ConfigureAwait(false))
                return;
            var piece = memory[..Room(memory.Length)];
            await Pass(piece.Length).ConfigureAwait(false);
            await inner.Send(TransferChunk.Of(piece)).ConfigureAwait(false);
            _moved += piece.Length;
            memory = memory[piece.Length..];
        }
    }

    private async ValueTask SendRegion(FileRegion region)
    {
        var buffer = TransferChunk.Rent(RegionChunk);
        try
        {
            for (var sent = 0; sent < region.Length;)
            {
                var piece = buffer.AsMemory(0, Math.Min(region.Length - sent, buffer.Length));
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

    /// <summary>Bytes that go over before there is something to do.</summary>
    private int Room(int wanted) => fault.Kind == FaultKind.Slow
        ? (int)Math.Min(wanted, Math.Max(1, fault.Amount / PiecesPerSecond))
        : (int)Math.Min(wanted, fault.Amount - _moved);

    private async ValueTask Pass(int count)
    {
        if (_pace is null)
            return;
        try
        {
            await _pace.Pass(count, _ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause)
        {
            throw Lost(cause);
        }
    }

    /// <summary>Does what the fault says.</summary>
    /// <returns>True where the server goes on as if it had sent or received everything.</returns>
    private async ValueTask<bool> Strike()
    {
        switch (fault.Kind)
        {
            case FaultKind.Truncate:
                await wire.CompleteSend().ConfigureAwait(false);
                return true;
            case FaultKind.Stall:
                await _aborted.Task.ConfigureAwait(false);
                throw Lost(null);
            default:
                wire.Reset();
                throw Lost(null);
        }
    }

    private void End()
    {
        _aborted.TrySetResult();
        _ended.Cancel();
    }

    private static DataConnectionException Lost(Exception? cause) => new(DataConnectionFault.Lost, "The data connection was lost to order.", cause);
}
