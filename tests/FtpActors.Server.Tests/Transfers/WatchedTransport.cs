using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>A data connection that counts how often it is disposed and read and what regions it sends.</summary>
internal sealed class WatchedTransport(IDataTransport inner) : IDataTransport
{
    private int _disposals;
    private int _receives;

    public int Disposals => Volatile.Read(ref _disposals);

    public int Receives => Volatile.Read(ref _receives);

    /// <summary>Sent so far.</summary>
    public int Regions { get; private set; }

    /// <summary>Bytes of the largest.</summary>
    public int LargestRegion { get; private set; }

    public IPEndPoint Remote => inner.Remote;

    public long BytesMoved => inner.BytesMoved;

    public long Activity => inner.Activity;

    public bool TakesRegions { get; init; } = true;

    /// <summary>What opening waits for; null opens at once.</summary>
    public Task? Opening { get; init; }

    public ValueTask Open() => Opening is null ? inner.Open() : new ValueTask(Opening);

    public ValueTask<int> Receive(Memory<byte> buffer)
    {
        Interlocked.Increment(ref _receives);
        return inner.Receive(buffer);
    }

    public ValueTask Send(TransferChunk chunk)
    {
        if (chunk.Region is { } region)
            (Regions, LargestRegion) = (Regions + 1, Math.Max(LargestRegion, region.Length));
        return inner.Send(chunk);
    }

    public ValueTask CompleteSend() => inner.CompleteSend();

    public void Abort() => inner.Abort();

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return inner.DisposeAsync();
    }
}
