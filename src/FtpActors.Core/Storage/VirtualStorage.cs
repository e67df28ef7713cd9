using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage;

/// <summary>Files that are nowhere: listings and contents are made by graphs of yours when a client asks. Nothing can be written.</summary>
/// <remarks>Called by many sessions at once. StorageExceptions of yours, from the task or as the failure of a source, are what clients
/// read; any other failure is logged and reads 451.</remarks>
public sealed class VirtualStorage : IFtpStorage
{
    private readonly Func<FtpPath, Task<FtpEntry?>> _find;
    private readonly Func<FtpPath, Source<FtpEntry, NotUsed>> _list;
    private readonly Func<FtpPath, Source<ReadOnlyMemory<byte>, NotUsed>> _read;

    /// <param name="find">What is at a path, or null; the root has to be a directory. A file's size of 0 stands for unknown, too.</param>
    /// <param name="list">Entries of what <paramref name="find"/> calls a directory.</param>
    /// <param name="read">The whole content of what <paramref name="find"/> calls a file, made as fast as the client takes it; of a
    /// client that resumes, the beginning is made and dropped.</param>
    public VirtualStorage(
        Func<FtpPath, Task<FtpEntry?>> find,
        Func<FtpPath, Source<FtpEntry, NotUsed>> list,
        Func<FtpPath, Source<ReadOnlyMemory<byte>, NotUsed>> read) => (_find, _list, _read) = (find, list, read);

    public async Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        await _find(path).WaitAsync(cancel).ConfigureAwait(false) ?? throw StorageException.NotFound(path);

    public Source<FtpEntry, NotUsed> List(FtpPath directory) => Source.FromTask(Stat(directory, CancellationToken.None))
        .ConcatMany(entry => entry.IsDirectory
            ? _list(directory)
            : Source.Failed<FtpEntry>(new StorageException(StorageFault.NotADirectory, $"{directory} is no directory.")));

    public async Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel)
    {
        var entry = await Stat(path, cancel).ConfigureAwait(false);
        return entry.Kind switch
        {
            FtpEntryKind.File => new Reader(entry.Size > 0 ? entry.Size : null, From(_read(path), offset)),
            FtpEntryKind.Directory => throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory."),
            _ => throw new StorageException(StorageFault.AccessDenied, $"{path} is no file."),
        };
    }

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => Refused<IStorageWriter>();

    public Task Delete(FtpPath path, CancellationToken cancel) => Refused<Done>();

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Refused<Done>();

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Refused<Done>();

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Refused<Done>();

    private static Task<T> Refused<T>() =>
        Task.FromException<T>(new StorageException(StorageFault.AccessDenied, "Virtual files are read only."));

    private static Source<TransferChunk, NotUsed> From(Source<ReadOnlyMemory<byte>, NotUsed> content, long offset)
    {
        if (offset > 0)
        {
            content = content.StatefulSelectMany<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, NotUsed>(() =>
            {
                var left = offset;
                return bytes =>
                {
                    var skipped = (int)Math.Min(left, bytes.Length);
                    left -= skipped;
                    return [bytes[skipped..]];
                };
            });
        }

        return content.Where(bytes => !bytes.IsEmpty).Select(TransferChunk.Of);
    }

    private sealed class Reader(long? size, Source<TransferChunk, NotUsed> content) : IStorageReader
    {
        public long? Size => size;

        public Source<TransferChunk, NotUsed> Content => content;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
