using Akka.Streams;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>See <see cref="BlockFlow.FromWire"/>. Holds no chunk between two events.</summary>
internal sealed class BlockFlowFromWire(Action<string, long>? marked) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
{
    private readonly Inlet<TransferChunk> _in = new("BlockFlow.FromWire.in");
    private readonly Outlet<TransferChunk> _out = new("BlockFlow.FromWire.out");

    public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, marked);

    public override string ToString() => "BlockFlow.FromWire";

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly BlockFlowFromWire _stage;
        private readonly Action<string, long>? _marked;
        private readonly BlockReading _blocks = new();

        public Logic(BlockFlowFromWire stage, Action<string, long>? marked)
            : base(stage.Shape)
        {
            _stage = stage;
            _marked = marked;
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            using var chunk = Grab(_stage._in);
            if (chunk.Region is not null)
                throw new ArgumentException("MODE B reads bytes in memory, not file regions.");
            var buffer = TransferChunk.Rent(Math.Max(chunk.Length, 1));
            var length = 0;
            try
            {
                length = _blocks.Read(chunk.Memory.Span, buffer);
            }
            finally
            {
                if (length == 0)
                    TransferChunk.Return(buffer);
            }

            if (length > 0)
                Push(_stage._out, TransferChunk.OfRented(buffer, length));
            if (_blocks.IsEnded)
                CompleteStage();
            else if (length == 0)
                OnPull();
        }

        public override void OnPull()
        {
            // Asking for more, downstream has taken what came before the marker.
            if (_blocks.Mark is { } mark)
            {
                _blocks.Mark = null;
                _marked?.Invoke(mark.Text, mark.Length);
            }

            Pull(_stage._in);
        }

        public override void OnUpstreamFinish() =>
            FailStage(new TransferDataException(TransferDataFault.Truncated, "The last block did not come."));
    }
}
