using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>Puts what comes under TLS into its file, on threads that may block: what is there is received, decrypted and written by one of
/// them, and nobody has to wake up for it.</summary>
internal static class TlsFileReceiver
{
    /// <summary>Bytes that are decrypted before they are written: the processor's cache still has them then.</summary>
    private const int Piece = 128 * 1024;

    /// <summary>As <see cref="IDataTransport.ReceiveInto"/>. What waits for the peer holds no thread.</summary>
    /// <param name="transport">Under TLS.</param>
    /// <param name="wire">The connection below.</param>
    /// <param name="writer">Stays the caller's.</param>
    /// <param name="offset">In the file, bytes.</param>
    /// <param name="most">At least 1.</param>
    public static async ValueTask<int> Receive(IDataTransport transport, IDataTransport wire, IRegionWriter writer, long offset, int most)
    {
        var buffer = TransferChunk.Rent(Math.Min(most, Piece));
        var (done, count, sinceWait) = (0, 0, 0);
        void Fill() => RandomAccess.Write(writer.File.SafeFileHandle, buffer.AsSpan(0, count), offset + done);
        Action fill = Fill;
        try
        {
            await ReceiveThreads.Shared.Enter();
            while (done < most)
            {
                var wanted = Math.Min(most - done, Piece);
                var receiving = transport.Receive(buffer.AsMemory(0, wanted));
                var isWaiting = !receiving.IsCompleted;
                count = await receiving.ConfigureAwait(false);
                if (count == 0)
                    break;
                if (isWaiting)
                    await ReceiveThreads.Shared.Enter();
                writer.Fill(fill);
                done += count;
                sinceWait = isWaiting ? 0 : sinceWait + count;
                if (done == most || count == wanted || transport.HasArrived)
                    continue;
                await Arrival(wire, isQuick: sinceWait >= ReceiveMark.Quick);
                sinceWait = 0;
            }

            return done;
        }
        catch (ObjectDisposedException cause)
        {
            throw new DataConnectionException(DataConnectionFault.Lost, "The file takes no more.", cause);
        }
        finally
        {
            TransferChunk.Return(buffer);
        }
    }

    /// <summary>Nothing is left to decrypt: what comes next is dealt with on one of the threads again, not on the one that brings it.</summary>
    private static async ValueTask Arrival(IDataTransport wire, bool isQuick)
    {
        try
        {
            if (isQuick)
                await wire.AwaitMuch().ConfigureAwait(false);
            else
                await wire.Receive(Memory<byte>.Empty).ConfigureAwait(false);
        }
        catch (DataConnectionException)
        {
            // The next receive says it, too.
        }

        await ReceiveThreads.Shared.Enter();
    }
}
