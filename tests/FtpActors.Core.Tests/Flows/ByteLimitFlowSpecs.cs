using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public sealed class ByteLimitFlowSpecs : ActorSpecBase
{
    private readonly long _outstanding = TransferChunk.OutstandingBuffers;

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(1, 1, "0")]
    [InlineData(5, 1, "01234")]
    [InlineData(5, 3, "01234")]
    [InlineData(6, 3, "012345")]
    [InlineData(10, 4, "0123456789")]
    [InlineData(100, 10, "0123456789")]
    public async Task ByteLimitFlow_should_let_so_many_bytes_through_and_give_every_buffer_back(long count, int size, string through)
    {
        var chunks = Source.From("0123456789"u8.ToArray().Chunk(size)).Select(bytes =>
        {
            var buffer = TransferChunk.Rent(bytes.Length);
            bytes.CopyTo(buffer, 0);
            return TransferChunk.OfRented(buffer, bytes.Length);
        });
        var text = new StringBuilder();
        await chunks.Via(ByteLimitFlow.Create(count)).RunForeach(
            chunk =>
            {
                using (chunk)
                    text.Append(Encoding.ASCII.GetString(chunk.Memory.Span));
            },
            Sys.Materializer());
        Assert.Equal(through, text.ToString());
        Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public async Task ByteLimitFlow_should_shorten_a_region()
    {
        var name = Path.GetTempFileName();
        await using (var file = File.OpenRead(name))
        {
            var chunk = await Source.Single(TransferChunk.Of(new FileRegion(file, 100, 1000)))
                .Via(ByteLimitFlow.Create(10)).RunWith(Sink.First<TransferChunk>(), Sys.Materializer());
            Assert.Equal(new FileRegion(file, 100, 10), chunk.Region);
        }

        File.Delete(name);
    }
}
