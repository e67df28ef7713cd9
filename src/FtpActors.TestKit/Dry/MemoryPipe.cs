using System.Net.Sockets;

namespace FtpActors.TestKit.Dry;

/// <summary>One direction of a connection: bytes in order, no more on their way than a socket would hold. One reader, one writer.</summary>
/// <remarks>Behaves as TCP does: what was sent before an orderly end arrives, and so does what had come before a reset.</remarks>
internal sealed class MemoryPipe(Work work)
{
    private const int Capacity = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[Capacity];
    private int _head;
    private int _count;
    private bool _isComplete;
    private bool _isReaderGone;
    private bool _isBroken;
    private bool _hasMissed;
    private PendingRead? _read;
    private PendingWrite? _write;

    /// <summary>Bytes that can be read now.</summary>
    public int Available
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>Bytes that were read so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Waits for bytes; 0 at the end. Into an empty buffer: waits until there is something, and leaves it there.</summary>
    public ValueTask<int> Read(Memory<byte> buffer, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (cancel.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancel);
            if (_isReaderGone)
                return ValueTask.FromException<int>(new ObjectDisposedException(nameof(MemoryPipe)));
            if (_count > 0)
                return new ValueTask<int>(Take(buffer.Span));
            if (_isBroken)
                return ValueTask.FromException<int>(Gone());
            if (_isComplete && _write is null)
                return new ValueTask<int>(0);
            var read = new PendingRead(buffer);
            _read = read;
            read.Registration = cancel.UnsafeRegister(_ => Cancel(read, cancel), null);
            return new ValueTask<int>(read.Done.Task);
        }
    }

    /// <summary>Takes as many bytes as there is room for.</summary>
    public int WriteNow(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            ThrowIfGone();
            return _write is not null ? 0 : IsMissed() ? bytes.Length : Put(bytes);
        }
    }

    /// <summary>Takes all bytes, in time.</summary>
    public ValueTask Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                ThrowIfGone();
                if (IsMissed())
                    return ValueTask.CompletedTask;
            }
            catch (Exception cause)
            {
                return ValueTask.FromException(cause);
            }

            bytes = bytes[Put(bytes.Span)..];
            if (bytes.IsEmpty)
                return ValueTask.CompletedTask;
            var write = new PendingWrite(bytes);
            _write = write;
            write.Registration = cancel.UnsafeRegister(_ => Cancel(write, cancel), null);
            return new ValueTask(write.Done.Task);
        }
    }

    /// <summary>Writer: nothing more comes.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            if (_write is null)
                EndRead(0);
        }
    }

    /// <summary>Writer: as <see cref="Complete"/>, and what could not be written so far never will.</summary>
    public void CloseWriter()
    {
        lock (_lock)
        {
            _isComplete = true;
            if (_write is null)
                EndRead(0);
            else
                EndWrite(new SocketException((int)SocketError.OperationAborted));
        }
    }

    /// <summary>Reader: throws away what has come.</summary>
    public void Drop()
    {
        Span<byte> dropped = stackalloc byte[512];
        lock (_lock)
        {
            while (_count > 0)
                Take(dropped);
        }
    }

    /// <summary>Reader: whatever still comes has nobody to take it.</summary>
    /// <returns>True when something was left unread.</returns>
    public bool CloseReader()
    {
        lock (_lock)
        {
            var isUnread = _count > 0 || _write is not null;
            _isReaderGone = true;
            _count = 0;
            EndRead(new SocketException((int)SocketError.OperationAborted));
            EndWrite(Gone());
            return isUnread;
        }
    }

    /// <summary>A reset.</summary>
    public void Break()
    {
        lock (_lock)
        {
            _isBroken = true;
            EndRead(Gone());
            EndWrite(Gone());
        }
    }

    private static SocketException Gone() => new((int)SocketError.ConnectionReset);

    private void ThrowIfGone()
    {
        if (_isBroken || (_isReaderGone && _hasMissed))
            throw Gone();
        if (_isComplete)
            throw new SocketException((int)SocketError.Shutdown);
    }

    /// <summary>The reader is gone, which its answer to what comes now will tell the writer.</summary>
    private bool IsMissed() => _hasMissed |= _isReaderGone;

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _count);
        var first = Math.Min(count, Capacity - _head);
        _ring.AsSpan(_head, first).CopyTo(buffer);
        _ring.AsSpan(0, count - first).CopyTo(buffer[first..]);
        _head = (_head + count) % Capacity;
        _count -= count;
        Taken += count;
        if (_write is { } write)
        {
            write.Rest = write.Rest[Store(write.Rest.Span)..];
            if (write.Rest.IsEmpty)
                EndWrite(null);
        }

        return count;
    }

    /// <summary>To whoever waits, and for later.</summary>
    private int Put(ReadOnlySpan<byte> bytes)
    {
        var stored = Store(bytes);
        if (stored == 0 || _read is not { } read)
            return stored;
        EndRead(Take(read.Buffer.Span));
        return stored + Store(bytes[stored..]);
    }

    private int Store(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Capacity - _count);
        var tail = (_head + _count) % Capacity;
        var first = Math.Min(count, Capacity - tail);
        bytes[..first].CopyTo(_ring.AsSpan(tail));
        bytes[first..count].CopyTo(_ring);
        _count += count;
        return count;
    }

    private void Cancel(PendingRead read, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_read == read)
                EndRead(new OperationCanceledException(cancel));
        }
    }

    private void Cancel(PendingWrite write, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_write == write)
                EndWrite(new OperationCanceledException(cancel));
        }
    }

    private void EndRead(int count)
    {
        if (Forget(ref _read) is { } read)
            work.Post(() => read.Done.TrySetResult(count));
    }

    private void EndRead(Exception cause)
    {
        if (Forget(ref _read) is { } read)
            work.Post(() => read.Done.TrySetException(cause));
    }

    private void EndWrite(Exception? cause)
    {
        if (Forget(ref _write) is not { } write)
            return;
        if (_isComplete)
            EndRead(0);
        if (cause is null)
            work.Post(() => write.Done.TrySetResult());
        else
            work.Post(() => write.Done.TrySetException(cause));
    }

    private static T? Forget<T>(ref T? pending)
        where T : Pending
    {
        var ended = pending;
        pending = null;
        ended?.Registration.Unregister();
        return ended;
    }

    private abstract class Pending
    {
        public CancellationTokenRegistration Registration { get; set; }
    }

    /// <summary>Who waits goes on where it is counted: see <see cref="Work"/>.</summary>
    private sealed class PendingRead(Memory<byte> buffer) : Pending
    {
        public Memory<byte> Buffer => buffer;

        public TaskCompletionSource<int> Done { get; } = new();
    }

    private sealed class PendingWrite(ReadOnlyMemory<byte> bytes) : Pending
    {
        public ReadOnlyMemory<byte> Rest { get; set; } = bytes;

        public TaskCompletionSource Done { get; } = new();
    }
}
