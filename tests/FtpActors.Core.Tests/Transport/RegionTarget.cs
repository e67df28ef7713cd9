using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Transport;

/// <summary>A writer that is nothing but its file.</summary>
/// <param name="file">Open for writing; owned.</param>
internal sealed class RegionTarget(FileStream file) : IRegionWriter
{
    private volatile bool _isClosed;

    public long Start => 0;

    public FileStream File => file;

    public Sink<TransferChunk, Task<Done>> Content => Sink.Ignore<TransferChunk>();

    public static RegionTarget Empty() => new(TemporaryFile.Sparse(0).Stream);

    public void Fill(Action fill)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            fill();
        }
        catch (IOException cause)
        {
            throw new StorageException(cause.HResult == 28 ? StorageFault.NoSpace : StorageFault.InputOutput, cause.Message, cause);
        }
    }

    /// <summary>What is in the file.</summary>
    public byte[] Bytes()
    {
        var bytes = new byte[RandomAccess.GetLength(file.SafeFileHandle)];
        for (var read = 0; read < bytes.Length;)
            read += RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(read), read);
        return bytes;
    }

    /// <summary>Nothing is filled any more.</summary>
    public void Close() => _isClosed = true;

    public Task Commit(CancellationToken cancel) => Task.CompletedTask;

    public Task RollBack() => Task.CompletedTask;

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
