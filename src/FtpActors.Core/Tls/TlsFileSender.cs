using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Tls;

/// <summary>Sends regions of files under TLS.</summary>
internal static class TlsFileSender
{
    /// <summary>Bytes that are read and encrypted at a time: the processor's cache still has them when they are sent.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>Reads and encrypts on a thread that may block, as long as the peer takes it; what waits for the peer holds no thread.</summary>
    public static async ValueTask Send(TlsDataTransport transport, FileRegion region)
    {
        var file = region.File.SafeFileHandle;
        var buffer = TransferChunk.Rent(Math.Min(region.Length, Piece));
        try
        {
            await SendThreads.Shared.Enter();
            for (var sent = 0; sent < region.Length;)
            {
                var piece = buffer.AsMemory(0, Math.Min(region.Length - sent, Piece));
                var count = Read(region, file, piece.Span, sent);
                var sending = transport.SendMemory(piece[..count]);
                var isWaiting = !sending.IsCompleted || SendThreads.Shared.IsAwaited;
                await sending.ConfigureAwait(false);
                sent += count;
                if (isWaiting && sent < region.Length)
                    await SendThreads.Shared.Enter();
            }
        }
        finally
        {
            TransferChunk.Return(buffer);
        }
    }

    private static int Read(FileRegion region, SafeFileHandle file, Span<byte> piece, int done)
    {
        try
        {
            var count = RandomAccess.Read(file, piece, region.Offset + done);
            return count > 0 ? count : throw new StorageException(StorageFault.InputOutput, "The file became shorter while it was sent.");
        }
        catch (IOException cause)
        {
            throw new StorageException(StorageFault.InputOutput, $"{region.File.Name} cannot be read.", cause);
        }
    }
}
