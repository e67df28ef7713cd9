using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage;

/// <summary>A tree of files that sessions read and write. One instance serves many sessions at once.</summary>
/// <remarks>
/// Expected failures are <see cref="StorageException"/>s, from the returned task or as the failure of the returned
/// stream. No call blocks its caller: blocking work runs on threads of the storage's own. Abilities beyond these are
/// the interfaces in <c>StorageAbilities.cs</c>.
/// </remarks>
public interface IFtpStorage
{
    /// <summary>The entry at <paramref name="path"/>. Faults: NotFound, AccessDenied.</summary>
    Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel);

    /// <summary>The entries of a directory, without <c>.</c> and <c>..</c>, in no promised order and in constant memory.
    /// Faults: NotFound, NotADirectory, AccessDenied.</summary>
    Source<FtpEntry, NotUsed> List(FtpPath directory);

    /// <summary>Opens a file for reading from <paramref name="offset"/> (bytes). An offset past the end reads nothing.
    /// Faults: NotFound, IsADirectory, AccessDenied, Busy.</summary>
    Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel);

    /// <summary>Opens a file for writing.</summary>
    /// <param name="path">Its parent must exist.</param>
    /// <param name="mode">What becomes of a file that is there already.</param>
    /// <param name="offset">Bytes; used by <see cref="WriteMode.Resume"/> only, and at most the file's size.</param>
    /// <param name="cancel">Ends the opening, not the writing.</param>
    /// <remarks>Faults: NotFound (parent, or the file to resume), NotADirectory, IsADirectory, AlreadyExists, AccessDenied, NoSpace,
    /// Busy (already open for Append or Resume), InvalidName, InvalidOffset.</remarks>
    Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel);

    /// <summary>Removes a file. Faults: NotFound, IsADirectory, AccessDenied, Busy.</summary>
    Task Delete(FtpPath path, CancellationToken cancel);

    /// <summary>Makes one directory. Faults: NotFound (parent), AlreadyExists, AccessDenied, NoSpace, InvalidName.</summary>
    Task MakeDirectory(FtpPath path, CancellationToken cancel);

    /// <summary>Removes an empty directory. Faults: NotFound, NotADirectory, DirectoryNotEmpty, AccessDenied (also for the root).</summary>
    Task RemoveDirectory(FtpPath path, CancellationToken cancel);

    /// <summary>Renames a file or directory; replaces a file that has the new name, never a directory.
    /// Faults: NotFound, AlreadyExists, AccessDenied, InvalidName (into itself).</summary>
    Task Rename(FtpPath from, FtpPath to, CancellationToken cancel);

    /// <summary>As <see cref="Rename"/>, and replaces nothing. Faults: AlreadyExists also for a file that has the new name.
    /// A storage that can do this in one step does; by itself this looks first.</summary>
    async Task RenameToFree(FtpPath from, FtpPath to, CancellationToken cancel)
    {
        try
        {
            await Stat(to, cancel).ConfigureAwait(false);
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            await Rename(from, to, cancel).ConfigureAwait(false);
            return;
        }

        throw new StorageException(StorageFault.AlreadyExists, $"{to} exists.");
    }
}

/// <summary>What <see cref="IFtpStorage.OpenWrite"/> does with a file that exists.</summary>
public enum WriteMode
{
    /// <summary>Fails with AlreadyExists, on commit when the file came into being meanwhile.</summary>
    Create,

    /// <summary>The new content takes its place, on commit where the storage uploads atomically.</summary>
    Replace,

    /// <summary>Written at its end, in place; like <see cref="Create"/> when missing.</summary>
    Append,

    /// <summary>Written from the offset on, in place, and cut off where the writing ends; like <see cref="Create"/> when missing and the offset is 0.</summary>
    Resume,
}

/// <summary>An open file. Whoever opened it disposes it once; disposing is safe while its stream runs and waits for I/O in flight.</summary>
public interface IStorageReader : IAsyncDisposable
{
    /// <summary>Size of the whole file in bytes when it was opened, or null where only reading tells.</summary>
    long? Size { get; }

    /// <summary>The content from the offset to the end, in memory chunks. Materialized once. Each chunk belongs to whoever receives it.</summary>
    Source<TransferChunk, NotUsed> Content { get; }
}

/// <summary>A file being written. Ends with exactly one of <see cref="Commit"/> and <see cref="RollBack"/>, then disposal.</summary>
public interface IStorageWriter : IAsyncDisposable
{
    /// <summary>Takes the content, memory chunks only, and disposes every chunk. Materialized once; its task ends, well or badly,
    /// when nothing is in flight any more.</summary>
    Sink<TransferChunk, Task<Done>> Content { get; }

    /// <summary>Makes what was written visible under its name. Called after <see cref="Content"/> ended well.
    /// Faults: NoSpace, AccessDenied, InputOutput, AlreadyExists (<see cref="WriteMode.Create"/>), NotFound (parent).</summary>
    Task Commit(CancellationToken cancel);

    /// <summary>Gives up: leaves the former file, nothing, or a resumable part, as the storage is configured. Never throws StorageException.</summary>
    Task RollBack();

    /// <summary>Gives up in place of <see cref="RollBack"/> and leaves nothing to go on with: what was written behind the start of an
    /// Append or Resume is cut off again, and of a new file nothing stays. Never throws StorageException. A storage that writes nothing
    /// in place has this by rolling back.</summary>
    Task Undo() => RollBack();
}
