using System.Buffers;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Flows;

/// <summary>Listings: entries in, lines of text in pooled chunks out.</summary>
public static class EntryLinesFlow
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>Chunks of about 32 KiB; a longer line makes its chunk longer. The last chunk holds what is left; no entries, no chunk.</summary>
    /// <param name="write">Writes the line of one entry, line end included, or nothing.</param>
    public static Flow<FtpEntry, TransferChunk, NotUsed> Create(Action<FtpEntry, IBufferWriter<byte>> write) =>
        Flow.FromGraph(new Stage(write));

    /// <summary>As above.</summary>
    internal static Flow<FtpEntry, TransferChunk, NotUsed> Create(EntryWriter write) =>
        Flow.FromGraph(new Stage((entry, lines) => write(new EntryView(entry), lines)));

    private sealed class Stage(Action<FtpEntry, LinesBuffer> write) : GraphStage<FlowShape<FtpEntry, TransferChunk>>
    {
        private readonly Inlet<FtpEntry> _in = new("EntryLinesFlow.in");
        private readonly Outlet<TransferChunk> _out = new("EntryLinesFlow.out");

        public override FlowShape<FtpEntry, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, write);

        public override string ToString() => "EntryLinesFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly Action<FtpEntry, LinesBuffer> _write;
            private readonly LinesBuffer _lines = new(ChunkSize);

            public Logic(Stage stage, Action<FtpEntry, LinesBuffer> write)
                : base(stage.Shape)
            {
                _stage = stage;
                _write = write;
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                _write(Grab(_stage._in), _lines);
                if (_lines.IsNearlyFull)
                    Push(_stage._out, _lines.Take());
                else
                    Pull(_stage._in);
            }

            public override void OnPull() => Pull(_stage._in);

            public override void OnUpstreamFinish()
            {
                // Lines are only held while downstream waits for them, so this never meets a port without demand.
                if (!_lines.IsEmpty)
                    Push(_stage._out, _lines.Take());
                CompleteStage();
            }

            public override void PostStop() => _lines.Dispose();
        }
    }
}
