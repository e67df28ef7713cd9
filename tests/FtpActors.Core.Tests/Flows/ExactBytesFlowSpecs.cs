using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

[Collection(BufferCountCollection.Name)]
public sealed class ExactBytesFlowSpecs : ActorSpecBase
{
    private readonly long _outstanding = TransferChunk.OutstandingBuffers;
    private readonly StringBuilder _text = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task ExactBytesFlow_should_let_all_through_when_they_are_as_many_as_they_should_be(int size)
    {
        Assert.Equal("0123456789", await Through(10, size));
        Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers);
    }

    [Theory]
    [InlineData(9, 1, TransferDataFault.OutsideRange)]
    [InlineData(1, 10, TransferDataFault.OutsideRange)]
    [InlineData(11, 1, TransferDataFault.Truncated)]
    [InlineData(1000, 10, TransferDataFault.Truncated)]
    public async Task ExactBytesFlow_should_fail_when_they_are_more_or_fewer_and_give_every_buffer_back(long count, int size, TransferDataFault fault)
    {
        Assert.Equal(fault, (await Assert.ThrowsAsync<TransferDataException>(() => Through(count, size))).Fault);
        Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(9, 10)]
    [InlineData(1, 10)]
    [InlineData(5, 3)]
    public async Task ExactBytesFlow_should_let_through_what_lies_inside_before_it_fails(int count, int size)
    {
        await Assert.ThrowsAsync<TransferDataException>(() => Through(count, size));
        Assert.Equal("0123456789"[..count], _text.ToString());
        Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers);
    }

    private async Task<string> Through(long count, int size)
    {
        var chunks = Source.From("0123456789"u8.ToArray().Chunk(size)).Select(bytes =>
        {
            var buffer = TransferChunk.Rent(bytes.Length);
            bytes.CopyTo(buffer, 0);
            return TransferChunk.OfRented(buffer, bytes.Length);
        });
        await chunks.Via(ExactBytesFlow.Create(count)).RunForeach(
            chunk =>
            {
                using (chunk)
                    _text.Append(Encoding.ASCII.GetString(chunk.Memory.Span));
            },
            Sys.Materializer());
        return _text.ToString();
    }
}
