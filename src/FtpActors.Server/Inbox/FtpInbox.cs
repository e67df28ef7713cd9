using System.Threading.Channels;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Inbox;

/// <summary>A storage whose uploads are a stream of yours: bytes come straight from the socket, no disk in between, and the client hears
/// what you made of them.</summary>
/// <remarks>
/// A consumer that asks for no more files, or for no more bytes of one, holds its senders up: what waits is bounded to
/// <see cref="FtpInboxOptions.MaxWaiting"/> files and a few chunks of each. Nothing is kept after an upload's end, so there is nothing to
/// list or read, and an upload cannot be resumed. An upload is lost to nobody: when a consumer's stream fails or its actor dies, what it
/// has taken and not accepted reads 451, and what it has not taken waits for the next run of <see cref="Source"/>.
/// </remarks>
public sealed class FtpInbox : IFtpStorage
{
    private readonly Channel<IncomingFile> _files = Channel.CreateUnbounded<IncomingFile>();
    private readonly HashSet<FtpPath> _directories = [FtpPath.Root];
    private readonly FtpInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTime _started;
    private int _waiting;

    /// <param name="options">Defaults when null.</param>
    /// <param name="time">Measures the time for verdicts; the system's when null.</param>
    public FtpInbox(FtpInboxOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new FtpInboxOptions();
        _time = time ?? TimeProvider.System;
        _started = _time.GetUtcNow().UtcDateTime;
        foreach (var directory in _options.Directories)
        {
            for (var above = directory; !above.IsRoot; above = above.Parent)
                _directories.Add(above);
        }
    }

    /// <summary>The uploads, each as soon as its data connection is open. Runs share them, so that several work in parallel; it never
    /// ends by itself. Mind that stages with buffers take files before anybody works on them.</summary>
    public Source<IncomingFile, NotUsed> Source() =>
        Akka.Streams.Dsl.Source.FromGraph(new HandOverSource<IncomingFile>(_files.Reader, static () => new Consumer()));

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => _directories.Contains(path)
        ? Task.FromResult(Entry(path))
        : Task.FromException<FtpEntry>(StorageException.NotFound(path));

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => _directories.Contains(directory)
        ? Akka.Streams.Dsl.Source.From(_directories.Where(path => !path.IsRoot && path.Parent == directory).Select(Entry).ToArray())
        : Akka.Streams.Dsl.Source.Failed<FtpEntry>(StorageException.NotFound(directory));

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => Task.FromException<IStorageReader>(
        _directories.Contains(path) ? new StorageException(StorageFault.IsADirectory, $"{path} is a directory.") : StorageException.NotFound(path));

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel)
    {
        if (_directories.Contains(path))
            return Task.FromException<IStorageWriter>(new StorageException(StorageFault.IsADirectory, $"{path} is a directory."));
        if (!_directories.Contains(path.Parent) || (mode == WriteMode.Resume && offset > 0))
            return Task.FromException<IStorageWriter>(StorageException.NotFound(path));
        if (Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Task.FromException<IStorageWriter>(new StorageException(StorageFault.Busy, $"{_options.MaxWaiting} uploads wait for a consumer."));
        }

        var pipe = new InboxPipe();
        var file = new IncomingFile(path, mode, pipe, () => Interlocked.Decrement(ref _waiting));
        return Task.FromResult<IStorageWriter>(new InboxWriter(file, pipe, offered => _files.Writer.TryWrite(offered), _options.VerdictTimeout, _time));
    }

    public Task Delete(FtpPath path, CancellationToken cancel) => Task.FromException(
        _directories.Contains(path) ? new StorageException(StorageFault.IsADirectory, $"{path} is a directory.") : StorageException.NotFound(path));

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Task.FromException(
        _directories.Contains(path) ? new StorageException(StorageFault.AlreadyExists, $"{path} exists.") : Denied(path));

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Task.FromException(
        _directories.Contains(path) ? Denied(path) : StorageException.NotFound(path));

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Task.FromException(
        _directories.Contains(from) ? Denied(from) : StorageException.NotFound(from));

    private static StorageException Denied(FtpPath path) => new(StorageFault.AccessDenied, $"{path}: an inbox keeps its directories.");

    private FtpEntry Entry(FtpPath path) => new() { Name = path.Name, Kind = FtpEntryKind.Directory, Modified = _started };

    /// <summary>One run of the source, and what it has not decided about.</summary>
    private sealed class Consumer : IHandOver<IncomingFile>
    {
        private readonly Lock _lock = new();
        private readonly HashSet<IncomingFile> _open = [];

        public bool Take(IncomingFile element)
        {
            element.Leave();
            if (element.Ended.IsCompleted)
                return false;
            lock (_lock)
                _open.Add(element);
            element.Ended.ContinueWith(_ => Forget(element), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return true;
        }

        public void Finish(Exception? failure)
        {
            if (failure is null)
                return;
            IncomingFile[] open;
            lock (_lock)
                open = [.. _open];
            foreach (var file in open)
                file.Refuse(failure);
        }

        private void Forget(IncomingFile file)
        {
            lock (_lock)
                _open.Remove(file);
        }
    }
}
