using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>A control connection that can be dropped, and held back for a while. Owns <paramref name="inner"/>.</summary>
internal sealed class FaultyControlTransport(IControlTransport inner, FaultyNetwork network) : IControlTransport
{
    private volatile TaskCompletionSource? _heldBack;
    private volatile bool _isLast;
    private ITimer? _timer;

    /// <summary>Once it is open.</summary>
    public (IPEndPoint Local, IPEndPoint Remote) Ends { get; private set; }

    public IPEndPoint Local => inner.Local;

    public IPEndPoint Remote => inner.Remote;

    public int Available => inner.Available;

    /// <summary>For so long nothing goes out.</summary>
    public void HoldBack(TimeSpan span)
    {
        // Goes on where the timer fires, so that a clock that a test moves sees all of it.
        var (before, held) = (_heldBack, new TaskCompletionSource());
        _heldBack = held;
        _timer?.Dispose();
        _timer = network.Time.CreateTimer(_ => Release(held), null, span, Timeout.InfiniteTimeSpan);
        before?.TrySetResult();
    }

    public Stream? Open(bool needsStream)
    {
        Ends = (inner.Local, inner.Remote);
        network.Add(this);
        return inner.Open(needsStream) is { } stream ? new HeldBackStream(stream, this) : null;
    }

    public void Probe(TimeSpan silence, TimeSpan interval, int count) => inner.Probe(silence, interval, count);

    public ValueTask<int> Receive(Memory<byte> buffer) => inner.Receive(buffer);

    public ValueTask<bool> AwaitData(CancellationToken cancel) => inner.AwaitData(cancel);

    public int SendNow(ReadOnlySpan<byte> bytes)
    {
        if (_heldBack is not null)
            return 0;
        var sent = inner.SendNow(bytes);
        Written(sent == bytes.Length);
        return sent;
    }

    public async ValueTask<int> Send(ReadOnlyMemory<byte> bytes)
    {
        await Released().ConfigureAwait(false);
        var sent = await inner.Send(bytes).ConfigureAwait(false);
        Written(sent == bytes.Length);
        return sent;
    }

    /// <summary>What is written next is the last.</summary>
    public void EndAfterWrite() => _isLast = true;

    /// <summary>Something has gone out, as a whole or in part.</summary>
    public void Written(bool isWhole)
    {
        if (_isLast && isWhole)
            inner.Finish();
    }

    /// <summary>Waits until something may go out.</summary>
    public async ValueTask Released()
    {
        while (_heldBack is { } held)
            await held.Task.ConfigureAwait(false);
    }

    public void Finish() => inner.Finish();

    public void Reset()
    {
        Leave();
        inner.Reset();
    }

    public void Dispose()
    {
        Leave();
        inner.Dispose();
    }

    private void Release(TaskCompletionSource held)
    {
        if (_heldBack == held)
            _heldBack = null;
        held.TrySetResult();
    }

    private void Leave()
    {
        network.Remove(this);
        _timer?.Dispose();
        if (_heldBack is { } held)
            Release(held);
    }
}
