using System.Net;
using System.Threading.Channels;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>A data connection whose operations end when the spec says so.</summary>
internal sealed class GatedTransport : IDataTransport
{
    private readonly Channel<Receiving> _receives = Channel.CreateUnbounded<Receiving>();
    private readonly Channel<Sending> _sends = Channel.CreateUnbounded<Sending>();
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    public IPEndPoint Remote { get; } = new(IPAddress.Loopback, 1);

    public long BytesMoved => 0;

    public int Receives { get; private set; }

    public int Sends { get; private set; }

    /// <summary>How often two operations of one direction ran at once.</summary>
    public int Overlaps { get; private set; }

    /// <summary>Ends when the sending side is closed.</summary>
    public Task Closing => _closing.Task;

    public Task Aborted => _aborted.Task;

    /// <summary>Decides how closing the sending side ends.</summary>
    public Func<ValueTask> OnCompleteSend { get; init; } = () => ValueTask.CompletedTask;

    /// <summary>When set, a send ends at once with this.</summary>
    public Func<TransferChunk, ValueTask>? OnSend { get; init; }

    /// <summary>When set, a receive ends at once with this.</summary>
    public Func<Memory<byte>, ValueTask<int>>? OnReceive { get; init; }

    public ValueTask<Receiving> NextReceive() => _receives.Reader.ReadAsync();

    public ValueTask<Sending> NextSend() => _sends.Reader.ReadAsync();

    public ValueTask<int> Receive(Memory<byte> buffer)
    {
        Receives++;
        if (OnReceive is not null)
            return OnReceive(buffer);
        var receiving = new Receiving(buffer);
        var task = Watched(receiving.End.Task);
        _receives.Writer.TryWrite(receiving);
        return new ValueTask<int>(task);
    }

    public ValueTask Send(TransferChunk chunk)
    {
        Sends++;
        if (OnSend is not null)
            return OnSend(chunk);
        var sending = new Sending(chunk);
        var task = Watched(sending.End.Task);
        _sends.Writer.TryWrite(sending);
        return new ValueTask(task);
    }

    public ValueTask CompleteSend()
    {
        _closing.TrySetResult();
        return OnCompleteSend();
    }

    /// <remarks>Operations in flight end only when the spec says so.</remarks>
    public void Abort() => _aborted.TrySetResult();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<int> Watched(Task<int> operation)
    {
        if (Interlocked.Increment(ref _inFlight) > 1)
            Overlaps++;
        try
        {
            return await operation;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    internal sealed record Receiving(Memory<byte> Buffer)
    {
        public TaskCompletionSource<int> End { get; } = new();
    }

    internal sealed record Sending(TransferChunk Chunk)
    {
        public TaskCompletionSource<int> End { get; } = new();
    }
}
