using System.Net;
using System.Threading.Channels;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A data connection in memory.</summary>
internal sealed class FakeTransport : IDataTransport
{
    private readonly Channel<byte[]> _incoming = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLost;
    private long _bytesMoved;

    public IPEndPoint Remote { get; } = new(IPAddress.Loopback, 20);

    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    /// <summary>Ends once it is disposed.</summary>
    public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The client sends.</summary>
    public void Arrive(byte[] bytes) => _incoming.Writer.TryWrite(bytes);

    /// <summary>Has so many bytes more moved, without their content.</summary>
    public void Count(long bytes) => Interlocked.Add(ref _bytesMoved, bytes);

    /// <summary>The client closes its side.</summary>
    public void PeerCloses() => _incoming.Writer.TryComplete();

    /// <summary>The connection breaks.</summary>
    public void Lose()
    {
        _isLost = true;
        _incoming.Writer.TryComplete(Lost());
    }

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        if (!await _incoming.Reader.WaitToReadAsync() || !_incoming.Reader.TryRead(out var bytes))
            return 0;
        bytes.CopyTo(buffer);
        Interlocked.Add(ref _bytesMoved, bytes.Length);
        return bytes.Length;
    }

    public ValueTask Send(TransferChunk chunk)
    {
        if (_isLost)
            return ValueTask.FromException(Lost());
        Interlocked.Add(ref _bytesMoved, chunk.Length);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteSend() => _isLost ? ValueTask.FromException(Lost()) : ValueTask.CompletedTask;

    public void Abort() => Lose();

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private static DataConnectionException Lost() => new(DataConnectionFault.Lost, "Lost.");
}
