using System.IO.Compression;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests;

public sealed class LimitOptionsSpecs : ActorSpecBase
{
    [Fact]
    public async Task The_default_ratio_should_stop_an_upload_that_is_made_to_inflate()
    {
        // Zeros with a little noise: far beyond any usual file, yet below what zlib can do.
        var content = new byte[8 * 1024 * 1024];
        for (var i = 0; i < content.Length; i += 1024)
            content[i] = (byte)(i / 1024 * 37);
        var output = new MemoryStream();
        await using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(content);
        Assert.InRange(content.Length / output.Length, 150, 900);

        var thrown = await Assert.ThrowsAsync<TransferDataException>(() => Source.Single(TransferChunk.Of(output.ToArray()))
            .Via(InflateFlow.Create(null, new LimitOptions().MaxInflateRatio))
            .RunForeach(chunk => chunk.Dispose(), Sys.Materializer()));

        Assert.Equal(TransferDataFault.TooLarge, thrown.Fault);
    }
}
