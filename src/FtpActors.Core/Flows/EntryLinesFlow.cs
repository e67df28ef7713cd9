using System.Buffers;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>Listings: entries in, lines of text in pooled chunks out.</summary>
public static class EntryLinesFlow
{
    private const int ChunkSize = 32 * 1024;

    /// <summary>A chunk is given away when less than this is free in it, so that a usual line never makes it grow.</summary>
    private const int LineRoom = 1024;

    /// <summary>Chunks of about 32 KiB; a longer line makes its chunk longer. The last chunk holds what is left; no entries, no chunk.</summary>
    /// <param name="write">Writes the line of one entry, line end included, or nothing.</param>
    public static Flow<FtpEntry, TransferChunk, NotUsed> Create(Action<FtpEntry, IBufferWriter<byte>> write) =>
        Flow.FromGraph(new Stage(write));

    private sealed class Stage(Action<FtpEntry, IBufferWriter<byte>> write) : GraphStage<FlowShape<FtpEntry, TransferChunk>>
    {
        private readonly Inlet<FtpEntry> _in = new("EntryLinesFlow.in");
        private readonly Outlet<TransferChunk> _out = new("EntryLinesFlow.out");

        public override FlowShape<FtpEntry, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, write);

        public override string ToString() => "EntryLinesFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly Action<FtpEntry, IBufferWriter<byte>> _write;
            private readonly RentedWriter _lines = new();

            public Logic(Stage stage, Action<FtpEntry, IBufferWriter<byte>> write)
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

    /// <summary>Writes into one rented buffer after the other.</summary>
    private sealed class RentedWriter : IBufferWriter<byte>, IDisposable
    {
        private byte[]? _buffer;
        private int _length;

        public bool IsEmpty => _length == 0;

        public bool IsNearlyFull => _buffer is not null && _buffer.Length - _length < LineRoom;

        public void Advance(int count) => _length = checked(_length + count);

        public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_length);

        public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_length);

        /// <summary>What was written, as a chunk that belongs to the caller.</summary>
        public TransferChunk Take()
        {
            var chunk = TransferChunk.OfRented(_buffer!, _length);
            _buffer = null;
            _length = 0;
            return chunk;
        }

        public void Dispose()
        {
            if (_buffer is not null)
                TransferChunk.Return(_buffer);
            _buffer = null;
        }

        private byte[] Room(int sizeHint)
        {
            var needed = _length + Math.Max(sizeHint, 1);
            if (_buffer is null)
                return _buffer = TransferChunk.Rent(Math.Max(ChunkSize, needed));
            if (needed <= _buffer.Length)
                return _buffer;

            var larger = TransferChunk.Rent(Math.Max(_buffer.Length * 2, needed));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            TransferChunk.Return(_buffer);
            return _buffer = larger;
        }
    }
}
