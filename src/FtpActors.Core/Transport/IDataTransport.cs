using System.Net;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Transport;

/// <summary>An open data connection. One operation of each direction at a time; failures are <see cref="DataConnectionException"/>s.</summary>
public interface IDataTransport : IAsyncDisposable
{
    IPEndPoint Remote { get; }

    /// <summary>Bytes received and sent so far; grows also while one <see cref="Send"/> of a file region runs. Readable from any thread.</summary>
    long BytesMoved { get; }

    /// <summary>Grows whenever something moves, also while the peer takes so little at a time that <see cref="BytesMoved"/>
    /// stands still for long. Only its growth means something. Readable from any thread.</summary>
    long Activity => BytesMoved;

    /// <summary>After <see cref="CompleteSend"/>: the peer's system has everything, whether or not the peer has read it. False also
    /// where that cannot be known. Readable from any thread.</summary>
    bool IsDelivered => false;

    /// <summary>File regions cost less than memory: the kernel sends them, or the connection reads them itself.</summary>
    bool TakesRegions => true;

    /// <summary>Agrees with the peer on what has to be agreed before bytes move: TLS. Called once, before anything else, and
    /// after the client was told that the transfer begins (reply 150), which many wait for first. A client may have begun before.</summary>
    ValueTask Open() => ValueTask.CompletedTask;

    /// <summary>Waits for bytes and returns how many of <paramref name="buffer"/> they fill; 0 when the peer has closed its side.</summary>
    ValueTask<int> Receive(Memory<byte> buffer);

    /// <summary>A receive would not wait. True also where that cannot be known.</summary>
    bool HasArrived => true;

    /// <summary>As a receive of nothing, where more is expected than one packet: it may go on for some milliseconds after the first byte,
    /// until there is enough to be worth waking up for, or the peer closes its side.</summary>
    async ValueTask AwaitMuch() => await Receive(Memory<byte>.Empty).ConfigureAwait(false);

    /// <summary>What arrives can go into files without passing through a stream: the kernel moves it, or the connection writes it.</summary>
    bool FillsRegions => false;

    /// <summary>Where <see cref="FillsRegions"/>: puts bytes into the writer's file until there are <paramref name="most"/> or the peer has
    /// closed its side, and returns how many came. <see cref="BytesMoved"/> grows meanwhile. Failures of the file are the writer's.</summary>
    /// <param name="writer">Stays the caller's.</param>
    /// <param name="offset">In the file, bytes.</param>
    /// <param name="most">At least 1.</param>
    ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most) =>
        ValueTask.FromException<int>(new NotSupportedException("This connection fills no files."));

    /// <summary>Sends a whole chunk, memory or file region; the chunk stays the caller's.</summary>
    ValueTask Send(TransferChunk chunk);

    /// <summary>Says that nothing more comes. Everything sent before arrives.</summary>
    ValueTask CompleteSend();

    /// <summary>As <see cref="Send"/> and then <see cref="CompleteSend"/>; the end may travel with the last bytes.</summary>
    async ValueTask SendLast(TransferChunk chunk)
    {
        await Send(chunk).ConfigureAwait(false);
        await CompleteSend().ConfigureAwait(false);
    }

    /// <summary>Ends the connection at once from any thread; operations in flight fail. Idempotent.</summary>
    void Abort();

    /// <summary>As <see cref="Abort"/>, and the peer sees a reset (RST) where there is such a thing, in place of an orderly end.</summary>
    void Reset() => Abort();
}
