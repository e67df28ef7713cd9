using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.TestKit.Faults;

/// <summary>Lets so many bytes through; at the next one the disk is full.</summary>
internal static class FullDiskFlow
{
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(long room) => Flow.FromGraph(new Stage(room));

    private sealed class Stage(long room) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("FullDiskFlow.in");
        private readonly Outlet<TransferChunk> _out = new("FullDiskFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, room);

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private long _room;
            private bool _isFull;

            public Logic(Stage stage, long room)
                : base(stage.Shape)
            {
                (_stage, _room) = (stage, room);
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                var chunk = Grab(_stage._in);
                _isFull = chunk.Length > _room;
                if (_isFull && _room == 0)
                {
                    chunk.Dispose();
                    Fail();
                    return;
                }

                var passes = (int)Math.Min(chunk.Length, _room);
                _room -= passes;
                Push(_stage._out, chunk.First(passes));
            }

            public override void OnPull()
            {
                if (_isFull)
                    Fail();
                else
                    Pull(_stage._in);
            }

            public override void OnUpstreamFinish()
            {
                if (!_isFull)
                    CompleteStage();
            }

            private void Fail() => FailStage(new StorageException(StorageFault.NoSpace, "The disk is full to order."));
        }
    }
}
