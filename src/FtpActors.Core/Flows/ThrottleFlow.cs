using System.Collections.Immutable;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Lets chunks pass as fast as every one of a number of throttles allows.</summary>
public static class ThrottleFlow
{
    /// <summary>Passes chunks as they are while nothing limits them; else cuts them into pieces, files regions into smaller regions,
    /// and pulls nothing more until the last piece has gone.</summary>
    /// <param name="throttles">Asked one after the other: those of fewer transfers first, so that nobody holds what others wait for.</param>
    /// <param name="waiting">Told, from within the stream, true when a piece begins to wait and false when it goes on; null for nothing.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(ImmutableArray<Throttle> throttles, Action<bool>? waiting = null) =>
        Flow.FromGraph(new Stage(throttles, waiting));

    /// <summary>Bytes that may pass at once just now; what reads ahead needs no more.</summary>
    public static int Piece(ImmutableArray<Throttle> throttles)
    {
        var piece = int.MaxValue;
        foreach (var throttle in throttles)
        {
            if (throttle.Limit is not null)
                piece = Math.Min(piece, throttle.Piece);
        }

        return piece;
    }

    private sealed class Stage(ImmutableArray<Throttle> throttles, Action<bool>? waiting) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("ThrottleFlow.in");
        private readonly Outlet<TransferChunk> _out = new("ThrottleFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, throttles, waiting);

        public override string ToString() => "ThrottleFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly ImmutableArray<Throttle> _throttles;
            private readonly Action<bool>? _waiting;
            private readonly int[] _granted;
            private readonly ThrottleRequest _request;
            private TransferChunk? _chunk;
            private int _passed;
            private int _asked;
            private bool _isQueued;
            private bool _isWaiting;

            public Logic(Stage stage, ImmutableArray<Throttle> throttles, Action<bool>? waiting)
                : base(stage.Shape)
            {
                (_stage, _throttles, _waiting) = (stage, throttles, waiting);
                _granted = new int[throttles.Length];
                _request = new ThrottleRequest(GetAsyncCallback(OnServed));
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                _chunk = Grab(_stage._in);
                _passed = 0;
                Ask();
            }

            public override void OnPull()
            {
                if (_chunk is null)
                    Pull(_stage._in);
                else
                    Ask();
            }

            public override void OnUpstreamFinish()
            {
                if (_chunk is null)
                    CompleteStage();
            }

            public override void PostStop()
            {
                if (_isQueued)
                    _throttles[_asked].Cancel(_request);
                for (var index = 0; index < _asked; index++)
                    _throttles[index].GiveBack(_granted[index]);
                _chunk?.Dispose();
                Waiting(false);
            }

            /// <summary>A piece of the rest of the chunk, through all throttles anew.</summary>
            private void Ask()
            {
                _request.Wanted = _chunk!.Length - _passed;
                AskOn();
            }

            private void AskOn()
            {
                while (_asked < _throttles.Length)
                {
                    if (!_throttles[_asked].Take(_request))
                    {
                        _isQueued = true;
                        Waiting(true);
                        return;
                    }

                    OnGranted();
                }

                Waiting(false);
                Pass(_request.Wanted);
            }

            private void OnServed()
            {
                _isQueued = false;
                OnGranted();
                AskOn();
            }

            private void OnGranted()
            {
                _granted[_asked++] = _request.Granted;
                _request.Wanted = _request.Granted;
            }

            private void Pass(int count)
            {
                for (var index = 0; index < _asked; index++)
                    _throttles[index].GiveBack(_granted[index] - count);
                _asked = 0;
                var piece = Cut(_chunk!, count);
                _passed += count;
                if (_passed == _chunk!.Length)
                {
                    if (piece != _chunk)
                        _chunk.Dispose();
                    _chunk = null;
                }

                Push(_stage._out, piece);
                if (_chunk is null && IsClosed(_stage._in))
                    CompleteStage();
            }

            /// <summary>A copy for memory: pieces are small where a limit makes them, and each has its own owner.</summary>
            private TransferChunk Cut(TransferChunk chunk, int count)
            {
                if (count == chunk.Length)
                    return chunk;
                if (chunk.Region is { } region)
                    return TransferChunk.Of(region with { Offset = region.Offset + _passed, Length = count });
                var buffer = TransferChunk.Rent(count);
                chunk.Memory.Span.Slice(_passed, count).CopyTo(buffer);
                return TransferChunk.OfRented(buffer, count);
            }

            private void Waiting(bool isWaiting)
            {
                if (_isWaiting == isWaiting)
                    return;
                _isWaiting = isWaiting;
                _waiting?.Invoke(isWaiting);
            }
        }
    }
}
