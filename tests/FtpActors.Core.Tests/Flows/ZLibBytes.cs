using System.IO.Compression;

namespace FtpActors.Core.Tests.Flows;

/// <summary>Zlib streams as the framework makes and reads them.</summary>
internal static class ZLibBytes
{
    public static byte[] Deflate(byte[] content)
    {
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(content);
        return output.ToArray();
    }

    public static byte[] Inflate(byte[] stream)
    {
        var output = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress);
        zlib.CopyTo(output);
        return output.ToArray();
    }

    /// <summary>Bytes of which some can be compressed and some cannot.</summary>
    public static byte[] Content(int length)
    {
        var content = new byte[length];
        var random = new Random(length);
        for (var at = 0; at < length; at += 5000)
        {
            if (random.Next(2) == 0)
                random.NextBytes(content.AsSpan(at, Math.Min(5000, length - at)));
        }

        return content;
    }

    public static IEnumerable<byte[]> Cut(byte[] content, int size) => content.Chunk(size);
}
