using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Opens its file when there is something to write: content that comes in one piece is written and published in one visit to the
/// I/O threads.</summary>
/// <param name="threads">Where everything is done.</param>
/// <param name="upload">Its directory is given back when the writing has ended.</param>
/// <param name="mode">Of what is replaced, or null.</param>
/// <param name="open">Opens what writes more than one piece, and takes over the directory. Blocks.</param>
internal sealed class LateWriter(BlockingThreads threads, DiskUpload upload, UnixFileMode? mode, Func<DiskWriter> open) : IWholeWriter, IRegionWriter
{
    private const int Untouched = 0;
    private const int Touched = 1;
    private const int Over = 2;

    private readonly Lock _opening = new();
    private int _state = Untouched;
    private DiskWriter? _writer;
    private TransferChunk? _whole;

    public long Start => 0;

    public Sink<TransferChunk, Task<Done>> Content => Sink.FromGraph(new DiskSink(threads, Write, region => Opened().Filled(region)));

    public FileStream File => Opened().File;

    public void Fill(Action fill) => Opened().Fill(fill);

    public void Give(TransferChunk whole) => _whole = whole;

    public async Task Commit(CancellationToken cancel)
    {
        DiskWriter? writer = null;
        if (!TryCommitInMemory(cancel))
            writer = await threads.Run(CommitHere, cancel).ConfigureAwait(false);
        Volatile.Write(ref _state, Over);
        if (writer is null)
            upload.Directory.Dispose();
        else
            await writer.End().ConfigureAwait(false);
    }

    public Task RollBack() => GiveUp(upload.KeepsParts && Volatile.Read(ref _whole) is not null, static writer => writer.RollBack());

    public Task Undo() => GiveUp(false, static writer => writer.Undo());

    public async ValueTask DisposeAsync() => await RollBack().ConfigureAwait(false);

    /// <summary>Without a medium a few calls are less than waking another thread.</summary>
    private bool TryCommitInMemory(CancellationToken cancel)
    {
        if (!upload.Tree.IsInMemory || cancel.IsCancellationRequested || Interlocked.CompareExchange(ref _state, Touched, Untouched) != Untouched)
            return false;
        lock (_opening)
            return TryPut();
    }

    /// <summary>Null when no writer had to be opened for it.</summary>
    private DiskWriter? CommitHere()
    {
        try
        {
            lock (_opening)
            {
                Touch();
                if (_writer is null && TryPut())
                    return null;
            }

            var writer = Opened();
            if (Interlocked.Exchange(ref _whole, null) is { } whole)
                writer.Give(whole);
            writer.CommitHere();
            return writer;
        }
        catch (Exception cause) when (DiskFaults.Of(cause, upload.Path) is StorageException fault && fault != cause)
        {
            throw fault;
        }
    }

    private bool TryPut()
    {
        var part = PartName.Of(upload.Name);
        using var claim = upload.TryClaim(part);
        if (claim is null || !upload.Tree.TryPut(upload, part, mode, _whole is null ? [] : _whole.Memory.Span))
            return false;
        DropWhole();
        return true;
    }

    private void Write(TransferChunk chunk)
    {
        DiskWriter writer;
        try
        {
            writer = Opened();
        }
        catch
        {
            chunk.Dispose();
            throw;
        }

        writer.Write(chunk);
    }

    /// <summary>On a thread that may block.</summary>
    private DiskWriter Opened()
    {
        lock (_opening)
        {
            Touch();
            try
            {
                return _writer ??= open();
            }
            catch (Exception cause) when (DiskFaults.Of(cause, upload.Path) is StorageException fault && fault != cause)
            {
                throw fault;
            }
        }
    }

    private void Touch() => ObjectDisposedException.ThrowIf(Interlocked.CompareExchange(ref _state, Touched, Untouched) == Over, this);

    /// <param name="isKept">What was given whole goes into a part first.</param>
    /// <param name="withdraw">Ends what was opened.</param>
    private async Task GiveUp(bool isKept, Func<DiskWriter, Task> withdraw)
    {
        var before = Interlocked.CompareExchange(ref _state, isKept ? Touched : Over, Untouched);
        var isOpen = before == Touched || (isKept && before == Untouched);
        var writer = isOpen ? await Ended(isKept).ConfigureAwait(false) : null;
        DropWhole();
        if (writer is null)
            upload.Directory.Dispose();
        else
            await withdraw(writer).ConfigureAwait(false);
    }

    /// <summary>What was opened, or null; nothing will be any more. An opening may be under way, and only an I/O thread may wait for that.</summary>
    private Task<DiskWriter?> Ended(bool isKept)
    {
        var ended = new TaskCompletionSource<DiskWriter?>(TaskCreationOptions.RunContinuationsAsynchronously);
        threads.PostOrDo(() =>
        {
            try
            {
                lock (_opening)
                {
                    if (isKept && _state != Over)
                        HandOver();
                    _state = Over;
                }

                ended.SetResult(_writer);
            }
            catch (Exception defect)
            {
                ended.SetException(defect);
            }
        });
        return ended.Task;
    }

    /// <summary>Opens what keeps it, where that can be had: the client already reads of another failure.</summary>
    private void HandOver()
    {
        try
        {
            _writer ??= open();
            if (Interlocked.Exchange(ref _whole, null) is { } whole)
                _writer.Give(whole);
        }
        catch (Exception cause) when (DiskFaults.Of(cause, upload.Path) is StorageException)
        {
            // It is given up, then.
        }
    }

    private void DropWhole() => Interlocked.Exchange(ref _whole, null)?.Dispose();
}
