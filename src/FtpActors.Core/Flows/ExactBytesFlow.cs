using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Lets so many bytes through, no more and no fewer: what fills a range.</summary>
public static class ExactBytesFlow
{
    /// <summary>Fails with <see cref="TransferDataException"/>: OutsideRange behind the last byte when more come, Truncated when there were fewer.</summary>
    /// <param name="count">Bytes; 1 or more.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(long count) => Flow.FromGraph(new Stage(count));

    private sealed class Stage(long count) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("ExactBytesFlow.in");
        private readonly Outlet<TransferChunk> _out = new("ExactBytesFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, count);

        public override string ToString() => "ExactBytesFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly long _count;
            private long _left;

            public Logic(Stage stage, long count)
                : base(stage.Shape)
            {
                (_stage, _count, _left) = (stage, count, count);
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                var chunk = Grab(_stage._in);
                var inside = (int)Math.Min(_left, chunk.Length);
                _left -= chunk.Length;
                if (inside > 0)
                {
                    Push(_stage._out, chunk.First(inside));
                    return;
                }

                chunk.Dispose();
                FailBeyond();
            }

            public override void OnPull()
            {
                // What lies inside was taken before anybody hears of the rest.
                if (_left < 0)
                    FailBeyond();
                else
                    Pull(_stage._in);
            }

            public override void OnUpstreamFinish()
            {
                if (_left < 0)
                    return;
                if (_left > 0)
                    FailStage(new TransferDataException(TransferDataFault.Truncated, $"{_left} of {_count} bytes did not come."));
                else
                    CompleteStage();
            }

            private void FailBeyond() =>
                FailStage(new TransferDataException(TransferDataFault.OutsideRange, $"More than {_count} bytes came."));
        }
    }
}
