using System.Text;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

/// <summary>Pooled chunks of given bytes, and back.</summary>
internal static class Chunks
{
    public static TransferChunk Pooled(ReadOnlySpan<byte> bytes)
    {
        var buffer = TransferChunk.Rent(Math.Max(bytes.Length, 1));
        bytes.CopyTo(buffer);
        return TransferChunk.OfRented(buffer, bytes.Length);
    }

    public static TransferChunk Pooled(string text) => Pooled(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes of a chunk, which is disposed.</summary>
    public static byte[] Take(TransferChunk chunk)
    {
        using (chunk)
            return chunk.Memory.ToArray();
    }
}
