using System.Globalization;
using System.Text;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>One file, <c>/now.txt</c>, that holds the time at which it was opened. Nothing can be written.</summary>
public sealed class ClockStorage(TimeProvider time) : IFtpStorage
{
    private static readonly FtpPath File = FtpPath.Parse("/now.txt");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private string Text => Now.ToString("u", CultureInfo.InvariantCulture) + "\n";

    public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) =>
        path.IsRoot ? Task.FromResult(new FtpEntry { Name = "/", Kind = FtpEntryKind.Directory, Modified = Now })
        : path == File ? Task.FromResult(Entry())
        : Task.FromException<FtpEntry>(StorageException.NotFound(path));

    public Source<FtpEntry, NotUsed> List(FtpPath directory) =>
        directory.IsRoot ? Source.Single(Entry())
        : directory == File ? Source.Failed<FtpEntry>(new StorageException(StorageFault.NotADirectory, $"{directory} is a file."))
        : Source.Failed<FtpEntry>(StorageException.NotFound(directory));

    public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) =>
        path == File ? Task.FromResult<IStorageReader>(new Reader(Encoding.ASCII.GetBytes(Text), offset))
        : path.IsRoot ? Task.FromException<IStorageReader>(new StorageException(StorageFault.IsADirectory, "/ is a directory."))
        : Task.FromException<IStorageReader>(StorageException.NotFound(path));

    public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => Refused<IStorageWriter>();

    public Task Delete(FtpPath path, CancellationToken cancel) => Refused<bool>();

    public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Refused<bool>();

    public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Refused<bool>();

    public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Refused<bool>();

    private FtpEntry Entry() => new() { Name = File.Name, Kind = FtpEntryKind.File, Size = Text.Length, Modified = Now };

    private static Task<T> Refused<T>() =>
        Task.FromException<T>(new StorageException(StorageFault.AccessDenied, "Time cannot be written."));

    private sealed class Reader(byte[] content, long offset) : IStorageReader
    {
        public long? Size => content.Length;

        public Source<TransferChunk, NotUsed> Content => offset >= content.Length
            ? Source.Empty<TransferChunk>()
            : Source.Single(TransferChunk.Of(content.AsMemory((int)offset)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
