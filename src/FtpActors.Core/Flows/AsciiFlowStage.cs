using Akka.Streams;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Runs a translation over chunks. Holds no chunk between two events, so there is none to lose when the stream breaks.</summary>
internal sealed class AsciiFlowStage(string name, Func<AsciiFlowTranslation> translation) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
{
    private readonly Inlet<TransferChunk> _in = new($"AsciiFlow.{name}.in");
    private readonly Outlet<TransferChunk> _out = new($"AsciiFlow.{name}.out");

    public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, translation());

    public override string ToString() => $"AsciiFlow.{name}";

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly AsciiFlowStage _stage;
        private readonly AsciiFlowTranslation _translation;

        public Logic(AsciiFlowStage stage, AsciiFlowTranslation translation)
            : base(stage.Shape)
        {
            _stage = stage;
            _translation = translation;
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            var translated = Translate(Grab(_stage._in));
            if (translated is not null)
                Push(_stage._out, translated);
            else
                Pull(_stage._in);
        }

        public override void OnPull() => Pull(_stage._in);

        public override void OnUpstreamFinish()
        {
            // Not a pooled buffer: it may be dropped while it waits for demand.
            if (_translation.Finish() is { } rest)
                Emit(_stage._out, rest, CompleteStage);
            else
                CompleteStage();
        }

        /// <summary>Takes over the chunk; null when nothing comes out yet.</summary>
        private TransferChunk? Translate(TransferChunk chunk)
        {
            if (chunk.Region is not null)
            {
                chunk.Dispose();
                throw new ArgumentException("TYPE A reads bytes in memory, not file regions.");
            }

            var text = chunk.Memory.Span;
            if (text.IsEmpty)
            {
                chunk.Dispose();
                return null;
            }

            if (_translation.Bound(text) is not { } bound)
                return chunk;
            using (chunk)
            {
                var buffer = TransferChunk.Rent(bound);
                var length = _translation.Translate(text, buffer);
                if (length > 0)
                    return TransferChunk.OfRented(buffer, length);
                TransferChunk.Return(buffer);
                return null;
            }
        }
    }
}
