using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.TestKit;

/// <summary>The places where a <see cref="GatedStorage"/> can be held up.</summary>
public enum GatedOperation
{
    Stat,

    /// <summary>Each entry of a listing.</summary>
    List,

    OpenRead,

    /// <summary>Each chunk that is read.</summary>
    Read,

    OpenWrite,

    /// <summary>Each chunk that is written.</summary>
    Write,

    Commit,
    RollBack,
    Delete,
    MakeDirectory,
    RemoveDirectory,
    Rename,
}

/// <summary>A storage that is as slow as a test wants: every operation, entry and chunk waits before a gate.</summary>
/// <remarks>Has none of the abilities of the storage it wraps. All gates are open at first.</remarks>
public sealed class GatedStorage(IFtpStorage inner) : IFtpStorage
{
    private readonly StorageGate[] _gates = [.. Enum.GetValues<GatedOperation>().Select(_ => new StorageGate())];

    public StorageGate this[GatedOperation operation] => _gates[(int)operation];

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        Behind(GatedOperation.Stat, () => inner.Stat(path, cancel), cancel);

    public Source<FtpEntry, NotUsed> List(FtpPath directory) =>
        inner.List(directory).Via(new GatedDemand<FtpEntry>(this[GatedOperation.List]));

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => Behind<IStorageReader>(
        GatedOperation.OpenRead, async () => new Reader(this, await inner.OpenRead(path, offset, cancel)), cancel);

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => Behind<IStorageWriter>(
        GatedOperation.OpenWrite, async () => new Writer(this, await inner.OpenWrite(path, mode, offset, cancel)), cancel);

    public Task Delete(FtpPath path, CancellationToken cancel) =>
        Behind(GatedOperation.Delete, () => inner.Delete(path, cancel), cancel);

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) =>
        Behind(GatedOperation.MakeDirectory, () => inner.MakeDirectory(path, cancel), cancel);

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) =>
        Behind(GatedOperation.RemoveDirectory, () => inner.RemoveDirectory(path, cancel), cancel);

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) =>
        Behind(GatedOperation.Rename, () => inner.Rename(from, to, cancel), cancel);

    public Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel) =>
        Behind(GatedOperation.Rename, () => inner.RenameToFree(from, to, cancel), cancel);

    private async Task Behind(GatedOperation operation, Func<Task> go, CancellationToken cancel)
    {
        await this[operation].Enter(cancel);
        await go();
    }

    private async Task<T> Behind<T>(GatedOperation operation, Func<Task<T>> go, CancellationToken cancel)
    {
        await this[operation].Enter(cancel);
        return await go();
    }

    private sealed class Reader(GatedStorage gates, IStorageReader inner) : IStorageReader
    {
        public long? Size => inner.Size;

        public Source<TransferChunk, NotUsed> Content =>
            inner.Content.Via(new GatedDemand<TransferChunk>(gates[GatedOperation.Read]));

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class Writer(GatedStorage gates, IStorageWriter inner) : IStorageWriter
    {
        public Sink<TransferChunk, Task<Done>> Content =>
            Flow.FromGraph(new GatedDemand<TransferChunk>(gates[GatedOperation.Write])).ToMaterialized(inner.Content, Keep.Right);

        public Task Commit(CancellationToken cancel) => gates.Behind(GatedOperation.Commit, () => inner.Commit(cancel), cancel);

        public Task RollBack() => gates.Behind(GatedOperation.RollBack, inner.RollBack, default);

        public Task Undo() => gates.Behind(GatedOperation.RollBack, inner.Undo, default);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
