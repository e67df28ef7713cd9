using System.Text;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>MODE B (RFC 959 §3.4.2): bytes in blocks, each with a descriptor and its length before it.</summary>
/// <remarks>Takes memory chunks only, and disposes them; at most one comes out for each block or chunk. A restart marker is
/// the decimal position in the stored file, as REST takes it.</remarks>
public static class BlockFlow
{
    /// <summary>Bytes of descriptor and length.</summary>
    internal const int HeaderSize = 3;

    internal const byte EndOfRecord = 128;
    internal const byte EndOfFile = 64;
    internal const byte SuspectData = 32;
    internal const byte RestartMarker = 16;

    /// <summary>Ends with an empty block that says end of file.</summary>
    /// <param name="offset">Position of the first byte; a marker follows every MiB. Null for no markers.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> ToWire(long? offset) => Flow.FromGraph(new BlockFlowToWire(offset));

    /// <summary>Completes at the block that says end of file, whether or not the connection ends there; what comes behind it
    /// is ignored. Records are run together, as STRU F has none.</summary>
    /// <remarks>Fails with <see cref="TransferDataException"/>: corrupt, or truncated when the bytes end before.</remarks>
    /// <param name="marked">Told the text of a marker and how many bytes came before it, once these were taken downstream. Of
    /// markers that come at once it hears of the last. Called on the stream's thread; null when nobody listens.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> FromWire(Action<string, long>? marked) => Flow.FromGraph(new BlockFlowFromWire(marked));

    internal static void WriteHeader(Span<byte> output, byte descriptor, int length)
    {
        output[0] = descriptor;
        output[1] = (byte)(length >> 8);
        output[2] = (byte)length;
    }

    /// <summary>A block in memory that nobody has to give back.</summary>
    internal static TransferChunk Small(byte descriptor, string text)
    {
        var block = new byte[HeaderSize + text.Length];
        WriteHeader(block, descriptor, text.Length);
        Encoding.ASCII.GetBytes(text, block.AsSpan(HeaderSize));
        return TransferChunk.Of(block);
    }
}
