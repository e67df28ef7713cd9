namespace FtpActors.TestKit;

/// <summary>One gate of a <see cref="GatedStorage"/>. Thread-safe.</summary>
public sealed class StorageGate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Queue<Exception> _failures = new();
    private TaskCompletionSource _somebodyWaits = NewSource();
    private bool _isClosed;
    private int _passes;

    /// <summary>Whoever comes now waits.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>Lets everybody through, now and later.</summary>
    public void Open()
    {
        lock (_lock)
        {
            (_isClosed, _passes) = (false, 0);
            while (Release(null))
            {
            }
        }
    }

    /// <summary>Lets <paramref name="count"/> through who wait or come later; the gate stays closed.</summary>
    public void Pass(int count = 1)
    {
        lock (_lock)
        {
            for (_passes += count; _passes > 0 && Release(null);)
                _passes--;
        }
    }

    /// <summary>Fails the first who waits, or else the next who comes, whether the gate is open or closed.</summary>
    public void FailNext(Exception cause)
    {
        lock (_lock)
        {
            if (!Release(cause))
                _failures.Enqueue(cause);
        }
    }

    /// <summary>Ends when somebody stands before the closed gate.</summary>
    public Task SomebodyWaits()
    {
        lock (_lock)
            return _somebodyWaits.Task;
    }

    /// <summary>Ends when the gate lets the caller through.</summary>
    internal Task Enter(CancellationToken cancel)
    {
        TaskCompletionSource entry;
        lock (_lock)
        {
            if (_failures.TryDequeue(out var failure))
                return Task.FromException(failure);
            if (!_isClosed || _passes > 0)
            {
                _passes = Math.Max(0, _passes - 1);
                return Task.CompletedTask;
            }

            entry = NewSource();
            _waiting.Enqueue(entry);
            _somebodyWaits.TrySetResult();
        }

        cancel.Register(() => entry.TrySetCanceled(cancel));
        return entry.Task;
    }

    /// <summary>False when nobody waits.</summary>
    private bool Release(Exception? failure)
    {
        while (_waiting.TryDequeue(out var entry))
        {
            if (_waiting.Count == 0 && _somebodyWaits.Task.IsCompleted)
                _somebodyWaits = NewSource();
            if (failure is null ? entry.TrySetResult() : entry.TrySetException(failure))
                return true;
        }

        return false;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
