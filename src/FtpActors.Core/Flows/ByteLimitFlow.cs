using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Lets so many bytes through and then ends: the end of a range.</summary>
public static class ByteLimitFlow
{
    /// <param name="count">Bytes; 0 lets nothing through.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(long count) => Flow.FromGraph(new Stage(count));

    private sealed class Stage(long count) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("ByteLimitFlow.in");
        private readonly Outlet<TransferChunk> _out = new("ByteLimitFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, count);

        public override string ToString() => "ByteLimitFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private long _left;

            public Logic(Stage stage, long count)
                : base(stage.Shape)
            {
                (_stage, _left) = (stage, count);
                SetHandlers(stage._in, stage._out, this);
            }

            public override void PreStart()
            {
                if (_left <= 0)
                    CompleteStage();
            }

            public override void OnPush()
            {
                var chunk = Grab(_stage._in);
                var passes = (int)Math.Min(chunk.Length, _left);
                _left -= passes;
                Push(_stage._out, chunk.First(passes));
                if (_left == 0)
                    CompleteStage();
            }

            public override void OnPull() => Pull(_stage._in);
        }
    }
}
