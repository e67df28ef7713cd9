using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Shows the bytes of a transfer to somebody while they pass, unchanged and without a copy.</summary>
/// <remarks>One chunk at a time: whoever looks at it holds the sender up. A failure of theirs is the failure of the stream. Chunks are
/// given back however the stream ends, also one that is still being looked at.</remarks>
public static class InspectFlow
{
    /// <param name="look">Called in the stream for each chunk, bytes in memory. The chunk goes on when the task has ended; the memory is
    /// somebody else's from then on.</param>
    /// <param name="end">Called when the last chunk has gone on; the stream completes when the task has ended, and fails when that
    /// does. Not called in a stream that fails. Null for nothing.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(Func<ReadOnlyMemory<byte>, ValueTask> look, Func<ValueTask>? end = null) =>
        Flow.FromGraph(new Stage(look, end));

    /// <summary>As the other one, for those who need not wait for anything.</summary>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(Action<ReadOnlyMemory<byte>> look, Action? end = null) => Create(
        bytes =>
        {
            look(bytes);
            return ValueTask.CompletedTask;
        },
        () =>
        {
            end?.Invoke();
            return ValueTask.CompletedTask;
        });

    private sealed class Stage(Func<ReadOnlyMemory<byte>, ValueTask> look, Func<ValueTask>? end) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("InspectFlow.in");
        private readonly Outlet<TransferChunk> _out = new("InspectFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, look, end);

        public override string ToString() => "InspectFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private const int Idle = 0;
            private const int InFlight = 1;
            private const int Stopped = 2;

            private readonly Stage _stage;
            private readonly Func<ReadOnlyMemory<byte>, ValueTask> _look;
            private readonly Func<ValueTask>? _end;
            private readonly Action _continuation;
            private readonly Action _callback;
            private ValueTask _looking;
            private TransferChunk? _chunk;
            private Exception? _failure;
            private int _state = Idle;

            public Logic(Stage stage, Func<ReadOnlyMemory<byte>, ValueTask> look, Func<ValueTask>? end)
                : base(stage.Shape)
            {
                (_stage, _look, _end) = (stage, look, end);
                _callback = GetAsyncCallback(OnLooked);
                _continuation = Continue;
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                _chunk = Grab(_stage._in);
                if (_chunk.Region is not null)
                    throw new ArgumentException("Who looks at a transfer reads bytes in memory, not file regions.");
                Start(() => _look(_chunk.Memory));
            }

            public override void OnPull() => Pull(_stage._in);

            public override void OnUpstreamFinish()
            {
                if (_chunk is null)
                    End();
            }

            /// <summary>The chunk of somebody who is still looking is theirs to give back.</summary>
            public override void PostStop()
            {
                if (Interlocked.Exchange(ref _state, Stopped) != InFlight)
                    _chunk?.Dispose();
            }

            private void End()
            {
                if (_end is null)
                    CompleteStage();
                else
                    Start(_end);
            }

            private void Start(Func<ValueTask> look)
            {
                try
                {
                    _looking = look();
                }
                catch (Exception cause)
                {
                    // Not thrown on: streams log what stages throw as errors, and this may be a refusal.
                    _looking = ValueTask.FromException(cause);
                }

                if (_looking.IsCompleted)
                {
                    Observe();
                    OnLooked();
                    return;
                }

                _state = InFlight;
                _looking.GetAwaiter().UnsafeOnCompleted(_continuation);
            }

            private void Continue()
            {
                Observe();
                if (Interlocked.CompareExchange(ref _state, Idle, InFlight) == InFlight)
                    _callback();
                else
                    _chunk?.Dispose();
            }

            private void Observe()
            {
                try
                {
                    _looking.GetAwaiter().GetResult();
                }
                catch (Exception cause)
                {
                    _failure = cause;
                }
            }

            private void OnLooked()
            {
                if (_failure is not null)
                {
                    FailStage(_failure);
                    return;
                }

                if (_chunk is not { } chunk)
                {
                    CompleteStage();
                    return;
                }

                _chunk = null;
                Push(_stage._out, chunk);
                if (IsClosed(_stage._in))
                    End();
            }
        }
    }
}
