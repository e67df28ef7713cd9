using System.Net;

namespace FtpActors.TestKit.Dry;

/// <summary>Collects connections at one address. One <see cref="Accept"/> at a time.</summary>
internal sealed class MemoryListener(MemoryNetwork network, IPEndPoint local, Work work) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<MemoryConnection> _backlog = new();
    private TaskCompletionSource<MemoryConnection>? _waiting;
    private bool _isDisposed;

    public IPEndPoint Local => local;

    /// <exception cref="ObjectDisposedException">It listens no more.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public async ValueTask<MemoryConnection> Accept(CancellationToken cancel)
    {
        TaskCompletionSource<MemoryConnection> waiting;
        lock (_lock)
        {
            cancel.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_backlog.TryDequeue(out var came))
                return came;
            _waiting = waiting = new();
        }

        using var registration = cancel.UnsafeRegister(_ => End(waiting, new OperationCanceledException(cancel)), null);
        return await waiting.Task.ConfigureAwait(false);
    }

    /// <summary>Cuts what came while nobody was waiting.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            while (_backlog.TryDequeue(out var came))
                came.Close();
        }
    }

    public void Dispose()
    {
        network.Remove(this);
        TaskCompletionSource<MemoryConnection>? waiting;
        lock (_lock)
        {
            _isDisposed = true;
            waiting = _waiting;
            while (_backlog.TryDequeue(out var came))
                came.Reset();
        }

        if (waiting is not null)
            End(waiting, new ObjectDisposedException(nameof(MemoryListener)));
    }

    /// <returns>False when it listens no more.</returns>
    public bool Offer(MemoryConnection connection)
    {
        lock (_lock)
        {
            if (_isDisposed)
                return false;
            if (_waiting is { } waiting)
            {
                _waiting = null;
                work.Post(() => waiting.TrySetResult(connection));
            }
            else
            {
                _backlog.Enqueue(connection);
            }

            return true;
        }
    }

    private void End(TaskCompletionSource<MemoryConnection> waiting, Exception cause)
    {
        lock (_lock)
        {
            if (_waiting != waiting)
                return;
            _waiting = null;
        }

        work.Post(() => waiting.TrySetException(cause));
    }
}
