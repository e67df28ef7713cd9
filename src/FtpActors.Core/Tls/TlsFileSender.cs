using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Tls;

/// <summary>Sends regions of files under TLS.</summary>
internal static class TlsFileSender
{
    /// <summary>Bytes that are read and encrypted at a time.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>Bytes that are sent at a time to a peer that takes them at once. Each send wakes it, and on the same machine it may displace
    /// this thread then. Small enough to stay in the processor's cache until it is sent.</summary>
    private const int Burst = 3 * Piece;

    /// <summary>Reads and encrypts on a thread that may block, as long as the peer takes it; what waits for the peer holds no thread.</summary>
    public static async ValueTask Send(IGatheringTransport transport, FileRegion region)
    {
        var file = region.File.SafeFileHandle;
        var buffer = TransferChunk.Rent(Math.Min(region.Length, Piece));
        var burst = Burst;
        try
        {
            await SendThreads.Shared.Enter();
            for (var sent = 0; sent < region.Length;)
            {
                var wanted = Math.Min(region.Length - sent, burst);
                var (gathered, failure) = (0, default(StorageException));
                while (gathered < wanted)
                {
                    var piece = buffer.AsMemory(0, Math.Min(wanted - gathered, Piece));
                    failure = Read(region, file, piece.Span, sent + gathered, out var count);
                    if (failure is not null)
                        break;
                    await transport.Gather(piece[..count], RoomFor(wanted)).ConfigureAwait(false);
                    gathered += count;
                }

                var sending = transport.SendGathered(gathered);
                var isTaken = sending.IsCompleted;
                var isWaiting = !isTaken || SendThreads.Shared.IsAwaited;
                await sending.ConfigureAwait(false);
                if (failure is not null)
                    throw failure;
                sent += gathered;
                // What a slow peer waits for is memory that others could have.
                burst = isTaken ? Burst : Piece;
                if (isWaiting && sent < region.Length)
                    await SendThreads.Shared.Enter();
            }
        }
        finally
        {
            TransferChunk.Return(buffer);
        }
    }

    /// <summary>Bytes under TLS, at most.</summary>
    private static int RoomFor(int length) => length + (length / 16) + 1024;

    private static StorageException? Read(FileRegion region, SafeFileHandle file, Span<byte> piece, int done, out int count)
    {
        try
        {
            count = RandomAccess.Read(file, piece, region.Offset + done);
            return count > 0 ? null : new StorageException(StorageFault.InputOutput, "The file became shorter while it was sent.");
        }
        catch (IOException cause)
        {
            count = 0;
            return new StorageException(StorageFault.InputOutput, $"{region.File.Name} cannot be read.", cause);
        }
    }
}
