using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Flows;

/// <summary>What comes in over a data connection, as chunks in pooled memory.</summary>
/// <remarks>Completes when the peer closes its side. Reads only on demand, so a slow consumer fills the TCP window. The
/// connection stays the caller's: whoever stops the stream aborts it too, or a receive in flight goes on.</remarks>
public static class DataSource
{
    /// <param name="transport">Read by this source alone.</param>
    /// <param name="chunkSize">Largest chunk in bytes; at least 1.</param>
    public static Source<TransferChunk, NotUsed> Create(IDataTransport transport, int chunkSize) =>
        Create(transport, () => chunkSize);

    /// <param name="transport">Read by this source alone.</param>
    /// <param name="chunkSize">Largest size of the next chunk in bytes, at least 1; asked before each.</param>
    /// <param name="received">What has come already, to go first; taken over.</param>
    public static Source<TransferChunk, NotUsed> Create(IDataTransport transport, Func<int> chunkSize, params ReadOnlySpan<TransferChunk> received) =>
        Source.FromGraph(new Stage(transport, chunkSize, received.ToArray()));

    /// <summary>Waits for the next bytes, without a stream; null when the peer has closed its side.</summary>
    /// <param name="transport">Read by nobody else meanwhile.</param>
    /// <param name="size">Bytes at most; at least 1.</param>
    public static async ValueTask<TransferChunk?> Next(IDataTransport transport, int size)
    {
        var buffer = TransferChunk.Rent(size);
        var count = 0;
        try
        {
            count = await transport.Receive(buffer.AsMemory(0, size)).ConfigureAwait(false);
        }
        finally
        {
            if (count == 0)
                TransferChunk.Return(buffer);
        }

        return count == 0 ? null : TransferChunk.OfRented(buffer, count);
    }

    private sealed class Stage(IDataTransport transport, Func<int> chunkSize, TransferChunk[] received) : GraphStage<SourceShape<TransferChunk>>
    {
        private readonly Outlet<TransferChunk> _out = new("DataSource.out");

        public override SourceShape<TransferChunk> Shape => new(_out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) =>
            new Logic(Shape, _out, transport, chunkSize, received);
    }

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly Outlet<TransferChunk> _out;
        private readonly IDataTransport _transport;
        private readonly Func<int> _chunkSize;
        private readonly PendingBuffer _pending = new();
        private readonly Action _continuation;
        private readonly Action _callback;
        private ValueTask<int> _receiving;
        private readonly Queue<TransferChunk> _received;
        private int _count;
        private Exception? _failure;

        public Logic(Shape shape, Outlet<TransferChunk> @out, IDataTransport transport, Func<int> chunkSize, TransferChunk[] received)
            : base(shape)
        {
            _out = @out;
            _transport = transport;
            _chunkSize = chunkSize;
            _received = new Queue<TransferChunk>(received);
            _callback = GetAsyncCallback(OnReceived);
            _continuation = Continue;
            SetHandler(@out, this);
        }

        public override void OnPull()
        {
            if (_received.TryDequeue(out var first))
            {
                Push(_out, first);
                return;
            }

            var size = _chunkSize();
            var buffer = TransferChunk.Rent(size);
            _pending.Start(buffer);
            try
            {
                _receiving = _transport.Receive(buffer.AsMemory(0, size));
            }
            catch (Exception cause)
            {
                _receiving = ValueTask.FromException<int>(cause);
            }

            if (_receiving.IsCompleted)
            {
                Observe();
                _pending.Complete();
                OnReceived();
            }
            else
            {
                _receiving.GetAwaiter().UnsafeOnCompleted(_continuation);
            }
        }

        public override void PostStop()
        {
            _pending.Stop();
            while (_received.TryDequeue(out var left))
                left.Dispose();
        }

        private void Continue()
        {
            Observe();
            if (_pending.Complete())
                _callback();
        }

        private void Observe()
        {
            try
            {
                _count = _receiving.GetAwaiter().GetResult();
            }
            catch (Exception cause)
            {
                _failure = cause;
            }
        }

        private void OnReceived()
        {
            var buffer = _pending.Take();
            if (_failure is null && _count > 0)
            {
                Push(_out, TransferChunk.OfRented(buffer, _count));
                return;
            }

            TransferChunk.Return(buffer);
            if (_failure is null)
                CompleteStage();
            else
                FailStage(_failure);
        }
    }
}
