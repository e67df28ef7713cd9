using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Writes into an open file from <paramref name="start"/> on. Subclasses say what the two ends mean.</summary>
/// <param name="file">Owned.</param>
/// <param name="start">Bytes; what lies behind is cut off when the first chunk comes, or on commit, unless the subclass keeps it.</param>
/// <param name="held">Given back when the writing has ended.</param>
internal abstract class DiskWriter(DiskFile file, long start, params IDisposable[] held) : IWholeWriter, IRegionWriter
{
    private readonly long _start = start;
    private readonly Lock _beginning = new();
    private long _at = start;
    private bool _ended;
    private TransferChunk? _whole;

    public long Start => _start;

    public Sink<TransferChunk, Task<Done>> Content => Sink.FromGraph(new DiskSink(file.Threads, Write, Filled));

    /// <summary>What lies behind the start goes when the writing begins.</summary>
    protected virtual bool CutsOff => true;

    /// <summary>A roll-back leaves what was written.</summary>
    protected abstract bool KeepsWhatArrived { get; }

    /// <summary>True when the file is no longer what it was before.</summary>
    protected bool HasBegun { get; private set; }

    public FileStream File => file.Stream;

    public void Fill(Action fill) => file.Use(_ =>
    {
        Begin();
        fill();
        return true;
    });

    public void Give(TransferChunk whole) => _whole = whole;

    public async Task Commit(CancellationToken cancel)
    {
        await file.Threads.Run(
            () =>
            {
                CommitHere();
                return true;
            },
            cancel).ConfigureAwait(false);
        await End().ConfigureAwait(false);
    }

    /// <summary>On an I/O thread. <see cref="End"/> has to follow.</summary>
    public void CommitHere()
    {
        file.Use(_ =>
        {
            WriteWhole();
            Begin();
            Publish();
            return true;
        });
        file.CloseHere();
    }

    public Task RollBack() => GiveUp(() =>
    {
        try
        {
            if (KeepsWhatArrived)
                WriteWhole();
        }
        finally
        {
            // Also where the disk is full: nothing broken stays then.
            DropWhole();
            Withdraw();
        }
    });

    public Task Undo() => GiveUp(() =>
    {
        try
        {
            DropWhole();
            if (HasBegun)
                Cut();
        }
        finally
        {
            Withdraw();
        }
    });

    public async ValueTask DisposeAsync() => await RollBack().ConfigureAwait(false);

    /// <summary>On an I/O thread, with everything written and the file still open.</summary>
    protected abstract void Publish();

    /// <summary>On an I/O thread, with nothing in flight and the file still open.</summary>
    protected abstract void Withdraw();

    private async Task GiveUp(Action withdraw)
    {
        if (_ended)
            return;
        await file.Stop().ConfigureAwait(false);
        var withdrawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        file.Threads.PostOrDo(() =>
        {
            try
            {
                withdraw();
                withdrawn.SetResult();
            }
            catch (Exception cause) when (DiskFaults.Of(cause, file.Path) is StorageException)
            {
                // What cannot be taken away stays as a hidden part; the client already reads of another failure.
                withdrawn.SetResult();
            }
            catch (Exception defect)
            {
                withdrawn.SetException(defect);
            }
        });
        try
        {
            await withdrawn.Task.ConfigureAwait(false);
        }
        finally
        {
            await End().ConfigureAwait(false);
        }
    }

    /// <summary>On an I/O thread. Takes over the chunk.</summary>
    public void Write(TransferChunk chunk)
    {
        using (chunk)
        {
            file.Use(_ => Put(chunk));
        }
    }

    /// <summary>A region came in the place of its bytes.</summary>
    public void Filled(FileRegion region)
    {
        if (region.File != file.Stream || region.Offset != _at)
            throw new NotSupportedException("A writer takes memory, and the regions it was filled with.");
        _at += region.Length;
    }

    private long Put(TransferChunk chunk)
    {
        Begin();
        RandomAccess.Write(file.Stream.SafeFileHandle, chunk.Memory.Span, _at);
        return _at += chunk.Length;
    }

    private void WriteWhole()
    {
        using var whole = Interlocked.Exchange(ref _whole, null);
        if (whole is not null)
            Put(whole);
    }

    private void DropWhole() => Interlocked.Exchange(ref _whole, null)?.Dispose();

    private void Begin()
    {
        lock (_beginning)
        {
            if (HasBegun)
                return;
            HasBegun = true;
            Cut();
        }
    }

    private void Cut()
    {
        if (CutsOff && RandomAccess.GetLength(file.Stream.SafeFileHandle) > _start)
            RandomAccess.SetLength(file.Stream.SafeFileHandle, _start);
    }

    /// <summary>Gives back what is held, once it is committed or given up.</summary>
    public async Task End()
    {
        _ended = true;
        await file.Close().ConfigureAwait(false);
        foreach (var one in held)
            one.Dispose();
    }
}
