using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;

namespace FtpActors.Core.Tests.Flows;

[Collection(BuffersCollection.Name)]
public sealed class PendingBufferSpecs
{
    private readonly long _before = TransferChunk.OutstandingBuffers;
    private readonly PendingBuffer _pending = new();

    [Fact]
    public void PendingBuffer_should_hand_the_buffer_to_the_stage_when_the_operation_ends_first()
    {
        var buffer = TransferChunk.Rent(1);
        _pending.Start(buffer);
        Assert.True(_pending.Complete());
        Assert.Same(buffer, _pending.Take());
        _pending.Stop();
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        TransferChunk.Return(buffer);
    }

    [Fact]
    public void PendingBuffer_should_give_the_buffer_back_when_the_operation_ends_last()
    {
        _pending.Start(TransferChunk.Rent(1));
        _pending.Stop();
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        Assert.False(_pending.Complete());
        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public void PendingBuffer_should_give_the_buffer_back_when_the_stage_ends_before_it_took_it()
    {
        _pending.Start(TransferChunk.Rent(1));
        Assert.True(_pending.Complete());
        _pending.Stop();
        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public void PendingBuffer_should_serve_one_operation_after_the_other()
    {
        for (var i = 0; i < 3; i++)
        {
            _pending.Start(TransferChunk.Rent(1));
            Assert.True(_pending.Complete());
            TransferChunk.Return(_pending.Take());
        }

        _pending.Stop();
        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public async Task PendingBuffer_should_give_the_buffer_back_once_when_both_end_at_the_same_time()
    {
        using var together = new Barrier(2);
        for (var i = 0; i < 1000; i++)
        {
            var pending = new PendingBuffer();
            pending.Start(TransferChunk.Rent(1));
            var operation = Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    pending.Complete();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            together.SignalAndWait();
            pending.Stop();
            await operation;
        }

        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }
}
