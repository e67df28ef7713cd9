using FtpActors.Core.Blocking;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Storage.Disk;

/// <summary>An open file that closes when nobody uses it any more.</summary>
internal sealed class DiskFile(FileStream stream, BlockingThreads threads, FtpPath path)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users;
    private bool _stopping;
    private bool _closing;

    public FileStream Stream => stream;

    public BlockingThreads Threads => threads;

    public FtpPath Path => path;

    /// <summary>Uses the file, on an I/O thread. Failures of the file system become <see cref="StorageException"/>s.</summary>
    /// <exception cref="ObjectDisposedException">After <see cref="Stop"/>.</exception>
    public T Use<T>(Func<SafeFileHandle, T> work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _users++;
        }

        try
        {
            return work(stream.SafeFileHandle);
        }
        catch (Exception cause) when (DiskFaults.Of(cause, path) is StorageException fault && fault != cause)
        {
            throw fault;
        }
        finally
        {
            lock (_gate)
            {
                if (--_users == 0 && _stopping)
                    _quiet.TrySetResult();
            }
        }
    }

    /// <summary>Lets nobody use it from now on; ends when nobody does.</summary>
    public Task Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            if (_users == 0)
                _quiet.TrySetResult();
        }

        return _quiet.Task;
    }

    /// <summary>Closes at once, on an I/O thread, unless somebody uses it or it closes already: then <see cref="Close"/> does.</summary>
    public void CloseHere()
    {
        lock (_gate)
        {
            if (_users > 0 || _closing)
                return;
            _stopping = _closing = true;
        }

        _quiet.TrySetResult();
        stream.Dispose();
        _closed.SetResult();
    }

    /// <summary>Stops and closes. Idempotent; ends when the file is closed.</summary>
    public async Task Close()
    {
        await Stop().ConfigureAwait(false);
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_closing;
            _closing = true;
        }

        if (isFirst)
        {
            threads.PostOrDo(() =>
            {
                stream.Dispose();
                _closed.SetResult();
            });
        }

        await _closed.Task.ConfigureAwait(false);
    }
}
