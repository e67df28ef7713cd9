using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Flows;

/// <summary>Sends chunks over a data connection and disposes each once it is sent.</summary>
/// <remarks>The task ends when nothing is in flight any more: well after the last byte was handed to the connection and
/// its sending side closed, badly when the connection or the stream fails. A file that is being sent must not be closed
/// before. The connection stays the caller's, but a stream that fails while something is in flight aborts it: a peer that
/// does not read would keep the failure waiting.</remarks>
public static class DataSink
{
    /// <param name="transport">Written by this sink alone.</param>
    public static Sink<TransferChunk, Task<Done>> Create(IDataTransport transport) => Sink.FromGraph(new Stage(transport));

    private sealed class Stage(IDataTransport transport) : GraphStageWithMaterializedValue<SinkShape<TransferChunk>, Task<Done>>
    {
        private readonly Inlet<TransferChunk> _in = new("DataSink.in");

        public override SinkShape<TransferChunk> Shape => new(_in);

        public override ILogicAndMaterializedValue<Task<Done>> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
        {
            var logic = new Logic(Shape, _in, transport);
            return new LogicAndMaterializedValue<Task<Done>>(logic, logic.Ended);
        }
    }

    private sealed class Logic : InGraphStageLogic
    {
        private readonly Inlet<TransferChunk> _in;
        private readonly IDataTransport _transport;
        private readonly TaskCompletionSource<Done> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action _continuation;
        private readonly Action _callback;
        private ValueTask _operation;
        private TransferChunk? _chunk;
        private Exception? _failure;
        private bool _isInFlight;
        private bool _isClosing;
        private bool _isClosed;
        private int _waitedFor = 1;

        public Logic(Shape shape, Inlet<TransferChunk> @in, IDataTransport transport)
            : base(shape)
        {
            _in = @in;
            _transport = transport;
            _callback = GetAsyncCallback(OnOperationEnded);
            _continuation = Continue;
            SetHandler(@in, this);
        }

        public Task<Done> Ended => _ended.Task;

        public override void PreStart()
        {
            // The upstream may complete while a send is in flight.
            SetKeepGoing(true);
            Pull(_in);
        }

        public override void OnPush()
        {
            _chunk = Grab(_in);
            ValueTask sending;
            try
            {
                sending = _transport.Send(_chunk);
            }
            catch (Exception cause)
            {
                sending = ValueTask.FromException(cause);
            }

            Start(sending);
        }

        public override void OnUpstreamFinish()
        {
            if (!_isInFlight)
                Close();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            Fail(e);
            FailStage(e);
        }

        public override void PostStop()
        {
            if (!_isClosed)
                Fail(new AbruptStageTerminationException(this));
            if (_isInFlight)
                _transport.Abort();
            Release();
        }

        private void Close()
        {
            _isClosing = true;
            Start(_transport.CompleteSend());
        }

        private void Start(ValueTask operation)
        {
            _operation = operation;
            if (operation.IsCompleted)
            {
                Observe();
                OnOperationEnded();
            }
            else
            {
                _isInFlight = true;
                Interlocked.Increment(ref _waitedFor);
                operation.GetAwaiter().UnsafeOnCompleted(_continuation);
            }
        }

        private void Continue()
        {
            Observe();
            _callback();
            Release();
        }

        private void Observe()
        {
            try
            {
                _operation.GetAwaiter().GetResult();
            }
            catch (Exception cause)
            {
                Fail(cause);
            }

            _chunk?.Dispose();
            _chunk = null;
        }

        private void OnOperationEnded()
        {
            _isInFlight = false;
            if (_failure is not null)
            {
                FailStage(_failure);
            }
            else if (_isClosing)
            {
                _isClosed = true;
                CompleteStage();
            }
            else if (IsClosed(_in))
            {
                Close();
            }
            else
            {
                Pull(_in);
            }
        }

        /// <summary>The first failure counts: a send that ends badly after the stream has is not why it failed.</summary>
        private void Fail(Exception cause) => Interlocked.CompareExchange(ref _failure, cause, null);

        /// <summary>The stage and an operation in flight each end once; the later one ends the task.</summary>
        private void Release()
        {
            if (Interlocked.Decrement(ref _waitedFor) > 0)
                return;
            if (_failure is null)
                _ended.TrySetResult(Done.Instance);
            else
                _ended.TrySetException(_failure);
        }
    }
}
