using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

/// <summary>However reading ends, the reader's buffer goes back.</summary>
[Collection(BuffersCollection.Name)]
public sealed class RecordReaderBufferSpecs
{
    private readonly long _before = TransferChunk.OutstandingBuffers;

    [Fact]
    public async Task A_read_that_fails_should_leave_no_buffer()
    {
        var pending = new PendingStream();
        using (var reader = new RecordReader(pending))
        {
            var reading = reader.Read(new byte[100], default).AsTask();
            pending.Pending.SetException(new IOException("lost"));
            await Assert.ThrowsAsync<IOException>(() => reading);
        }

        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public async Task A_reader_disposed_while_it_reads_should_leave_no_buffer()
    {
        var pending = new PendingStream();
        var reader = new RecordReader(pending);
        var reading = reader.Read(new byte[100], default).AsTask();
        reader.Dispose();
        Assert.Equal(_before + 1, TransferChunk.OutstandingBuffers);
        pending.Pending.SetResult(0);
        Assert.Equal(0, await reading);
        Assert.Equal(_before, TransferChunk.OutstandingBuffers);
    }

    private sealed class PendingStream : MemoryStream
    {
        public TaskCompletionSource<int> Pending { get; } = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Pending.Task);
    }
}
