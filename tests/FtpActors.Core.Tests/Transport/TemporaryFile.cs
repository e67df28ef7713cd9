namespace FtpActors.Core.Tests.Transport;

/// <summary>A file open for sending regions of it; gone when disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private TemporaryFile(FileStream stream) => Stream = stream;

    public FileStream Stream { get; }

    /// <summary>A file of <paramref name="length"/> zero bytes that takes no room.</summary>
    public static TemporaryFile Sparse(long length)
    {
        var file = new TemporaryFile(new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
                BufferSize = 0,
            }));
        file.Stream.SetLength(length);
        return file;
    }

    public static TemporaryFile Of(ReadOnlySpan<byte> bytes)
    {
        var file = Sparse(0);
        file.Write(bytes, 0);
        return file;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(Stream.SafeFileHandle, bytes, offset);

    public void Dispose() => Stream.Dispose();
}
