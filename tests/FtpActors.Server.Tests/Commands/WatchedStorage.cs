using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

/// <summary>A storage that fails on demand and counts what is open. Has no abilities beyond the basic contract.</summary>
internal class WatchedStorage(IFtpStorage inner) : IFtpStorage
{
    /// <summary>Every call but <see cref="Stat"/> fails this way.</summary>
    public StorageFault? Fault { get; set; }

    /// <summary>How many calls more fail; then the storage is well again.</summary>
    public int FaultsLeft { get; set; } = int.MaxValue;

    /// <summary>Shown in place of what is really there.</summary>
    public FtpEntry? Special { get; set; }

    /// <summary>Called after each reader or writer opened.</summary>
    public Action? Opened { get; set; }

    /// <summary>Readers and writers not disposed.</summary>
    public int OpenEnds { get; private set; }

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        Special is { } special && special.Name == path.Name ? Task.FromResult(special) : inner.Stat(path, cancel);

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => inner.List(directory);

    public async Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel)
    {
        FailOnDemand();
        var reader = await inner.OpenRead(path, offset, cancel);
        OpenEnds++;
        Opened?.Invoke();
        return new Reader(reader, this);
    }

    public async Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel)
    {
        FailOnDemand();
        var writer = await inner.OpenWrite(path, mode, offset, cancel);
        OpenEnds++;
        Opened?.Invoke();
        return new Writer(writer, this);
    }

    public async Task Delete(FtpPath path, CancellationToken cancel)
    {
        FailOnDemand();
        await inner.Delete(path, cancel);
    }

    public async Task MakeDirectory(FtpPath path, CancellationToken cancel)
    {
        FailOnDemand();
        await inner.MakeDirectory(path, cancel);
    }

    public async Task RemoveDirectory(FtpPath path, CancellationToken cancel)
    {
        FailOnDemand();
        await inner.RemoveDirectory(path, cancel);
    }

    public async Task Rename(FtpPath from, FtpPath to, CancellationToken cancel)
    {
        FailOnDemand();
        await inner.Rename(from, to, cancel);
    }

    private void FailOnDemand()
    {
        if (Fault is { } fault && FaultsLeft-- > 0)
            throw new StorageException(fault, "As the spec asked.");
    }

    private sealed class Reader(IStorageReader inner, WatchedStorage storage) : IStorageReader
    {
        public long? Size => inner.Size;

        public Source<TransferChunk, NotUsed> Content => inner.Content;

        public ValueTask DisposeAsync()
        {
            storage.OpenEnds--;
            return inner.DisposeAsync();
        }
    }

    private sealed class Writer(IStorageWriter inner, WatchedStorage storage) : IStorageWriter
    {
        public Sink<TransferChunk, Task<Done>> Content => inner.Content;

        public Task Commit(CancellationToken cancel) => inner.Commit(cancel);

        public Task RollBack() => inner.RollBack();

        public Task Undo() => inner.Undo();

        public ValueTask DisposeAsync()
        {
            storage.OpenEnds--;
            return inner.DisposeAsync();
        }
    }
}
