using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using FtpActors.Core.Storage.Memory;
using Children = System.Collections.Generic.Queue<System.Collections.Generic.KeyValuePair<string, FtpActors.Core.Storage.Memory.MemoryNode>>;

namespace FtpActors.Core.Storage;

/// <summary>A tree in memory, shared by all sessions. Names are case-sensitive.</summary>
/// <remarks>Uploads become visible on commit, except Append and Resume of a file that exists. A reader sees the content
/// as it was when opened; a writer in place fails with NotFound when its file is removed or replaced; a listing holds the names of its directory, which are in memory anyway. No call blocks, so no
/// threads are needed.</remarks>
public sealed class MemoryStorage : IFtpStorage, ITimedStorage, ISpaceStorage, IPermissionStorage, IRangeStorage
{
    private readonly Lock _gate = new();
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;
    private readonly MemoryDirectory _root;

    /// <param name="capacity">Bytes of file content, with uploads under way and what is still read of removed files, and 512 more for each
    /// file and directory; null means no bound.</param>
    /// <param name="time">Gives the modification times; null means the system's clock.</param>
    public MemoryStorage(long? capacity = null, TimeProvider? time = null)
    {
        _budget = new MemoryBudget(capacity);
        _time = time ?? TimeProvider.System;
        _root = new MemoryDirectory { Created = Now, Modified = Now };
    }

    /// <inheritdoc/>
    public bool SetsCreated => true;

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        Locked(static its => its.Storage.Find(its.Path).Entry(its.Path.Name), (Storage: this, Path: path), cancel);

    public Source<FtpEntry, NotUsed> List(FtpPath directory) =>
        Source.Unfold<Children?, FtpEntry>(null, left =>
        {
            left ??= ChildrenOf(directory);
            return left.TryDequeue(out var child) ? (left, child.Value.Entry(child.Key)) : Option<(Children?, FtpEntry)>.None;
        });

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) =>
        Locked<IStorageReader>(() => new MemoryReader(File(path).Content, offset), cancel);

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) =>
        Locked<IStorageWriter>(
            () =>
            {
                var parent = Parent(path);
                if (parent.Children.GetValueOrDefault(path.Name) is not { } existing)
                {
                    if (mode == WriteMode.Resume && offset > 0)
                        throw StorageException.NotFound(path);
                    return NewContent(path, mayReplace: mode == WriteMode.Replace);
                }

                if (existing is not MemoryFile file)
                    throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.");
                return mode switch
                {
                    WriteMode.Create => throw Exists(path),
                    WriteMode.Replace => NewContent(path, mayReplace: true),
                    WriteMode.Append => InPlace(path, file, null),
                    _ => InPlace(path, file, offset),
                };
            },
            cancel);

    public Task<IStorageWriter> OpenOver(FtpPath path, long start, CancellationToken cancel) =>
        Locked<IStorageWriter>(() => InPlace(path, File(path), start, cutsOff: false), cancel);

    public Task Delete(FtpPath path, CancellationToken cancel) => Locked(
        () =>
        {
            File(path).Content.Discard();
            Remove(path);
        },
        cancel);

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Locked(
        () =>
        {
            if (path.IsRoot)
                throw Exists(path);
            var parent = Parent(path);
            if (parent.Children.ContainsKey(path.Name))
                throw Exists(path);
            _budget.Take(MemoryBudget.EntryCost);
            parent.Children.Add(path.Name, new MemoryDirectory { Created = Now, Modified = Now });
            parent.Modified = Now;
        },
        cancel);

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Locked(
        () =>
        {
            RefuseRoot(path);
            if (Directory(path).Children.Count > 0)
                throw new StorageException(StorageFault.DirectoryNotEmpty, $"{path} is not empty.");
            Remove(path);
            _budget.GiveBack(MemoryBudget.EntryCost);
        },
        cancel);

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Rename(from, to, mayReplace: true, cancel);

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) => Rename(from, to, mayReplace: false, cancel);

    private Task Rename(FtpPath from, FtpPath to, bool mayReplace, CancellationToken cancel) => Locked(
        () =>
        {
            RefuseRoot(from);
            RefuseRoot(to);
            var node = Find(from);
            if (from == to && mayReplace)
                return;
            if (to.IsWithin(from) && from != to)
                throw new StorageException(StorageFault.InvalidName, $"{from} cannot move into itself.");
            var parent = Parent(to);
            if (parent.Children.TryGetValue(to.Name, out var existing))
            {
                if (!mayReplace || node is not MemoryFile || existing is not MemoryFile replaced)
                    throw Exists(to);
                replaced.Content.Discard();
            }

            Remove(from);
            parent.Children[to.Name] = node;
            parent.Modified = Now;
        },
        cancel);

    public Task SetModified(FtpPath path, DateTime utc, CancellationToken cancel) =>
        Locked(() => { Find(path).Modified = utc; }, cancel);

    public Task SetCreated(FtpPath path, DateTime utc, CancellationToken cancel) =>
        Locked(() => { Find(path).Created = utc; }, cancel);

    public Task SetMode(FtpPath path, UnixFileMode mode, CancellationToken cancel) =>
        Locked(
            () =>
            {
                RefuseRoot(path);
                Find(path).Mode = mode;
            },
            cancel);

    public Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel) => Locked(() => _budget.Left, cancel);

    private static StorageException Exists(FtpPath path) => new(StorageFault.AlreadyExists, $"{path} exists.");

    private static void RefuseRoot(FtpPath path)
    {
        if (path.IsRoot)
            throw new StorageException(StorageFault.AccessDenied, "The root stays.");
    }

    private MemoryWriter NewContent(FtpPath path, bool mayReplace)
    {
        var content = new MemoryContent(_budget);
        return new MemoryWriter(content, 0, commit: () => Publish(path, content, mayReplace), rollBack: content.Discard);
    }

    private MemoryWriter InPlace(FtpPath path, MemoryFile file, long? offset, bool cutsOff = true)
    {
        var content = file.Content;
        if (offset > content.Length)
            throw new StorageException(StorageFault.InvalidOffset, $"{path} has {content.Length} bytes, fewer than {offset}.");
        if (!content.TryEnterWriter())
            throw new StorageException(StorageFault.Busy, $"{path} is being written.");
        return new MemoryWriter(content, offset ?? content.Length, commit: Leave, rollBack: Leave, cutsOff);

        void Leave()
        {
            content.LeaveWriter();
            lock (_gate)
                file.Modified = Now;
        }
    }

    private void Publish(FtpPath path, MemoryContent content, bool mayReplace)
    {
        lock (_gate)
        {
            var parent = Parent(path);
            switch (parent.Children.GetValueOrDefault(path.Name))
            {
                case null:
                    parent.Children.Add(path.Name, new MemoryFile { Content = content, Created = Now, Modified = Now });
                    parent.Modified = Now;
                    break;
                case MemoryFile file when mayReplace:
                    file.Content.Discard();
                    file.Content = content;
                    file.Modified = Now;
                    break;
                default:
                    throw Exists(path);
            }
        }
    }

    private Children ChildrenOf(FtpPath directory)
    {
        lock (_gate)
            return new(Directory(directory).Children);
    }

    private MemoryNode Find(FtpPath path)
    {
        MemoryNode node = _root;
        var names = path.Value.AsSpan();
        foreach (var place in names.Split('/'))
        {
            // Before the first slash, and after that of the root.
            if (names[place] is not { IsEmpty: false } name)
                continue;
            if (node is not MemoryDirectory directory || !directory.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out node!))
                throw StorageException.NotFound(path);
        }

        return node;
    }

    private MemoryFile File(FtpPath path) =>
        Find(path) as MemoryFile ?? throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.");

    private MemoryDirectory Directory(FtpPath path) =>
        Find(path) as MemoryDirectory ?? throw new StorageException(StorageFault.NotADirectory, $"{path} is no directory.");

    /// <summary>Where a new entry of this path goes.</summary>
    private MemoryDirectory Parent(FtpPath path)
    {
        if (path.IsRoot)
            throw new StorageException(StorageFault.IsADirectory, "The root is a directory.");
        EntryName.Check(path);
        return Directory(path.Parent);
    }

    private void Remove(FtpPath path)
    {
        var parent = Directory(path.Parent);
        parent.Children.Remove(path.Name);
        parent.Modified = Now;
    }

    private Task Locked(Action action, CancellationToken cancel) =>
        Locked(
            () =>
            {
                action();
                return true;
            },
            cancel);

    private Task<T> Locked<T>(Func<T> action, CancellationToken cancel) => Locked(static action => action(), action, cancel);

    private Task<T> Locked<TState, T>(Func<TState, T> action, TState state, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return Task.FromCanceled<T>(cancel);
        try
        {
            lock (_gate)
                return Task.FromResult(action(state));
        }
        catch (StorageException fault)
        {
            return Task.FromException<T>(fault);
        }
    }
}
