using System.Globalization;
using Akka.Streams;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>See <see cref="BlockFlow.ToWire"/>.</summary>
internal sealed class BlockFlowToWire(long? offset) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
{
    /// <summary>With its header a block fills a pooled buffer.</summary>
    private const int BlockSize = (32 * 1024) - BlockFlow.HeaderSize;

    private const long MarkerEvery = 1024 * 1024;

    private readonly Inlet<TransferChunk> _in = new("BlockFlow.ToWire.in");
    private readonly Outlet<TransferChunk> _out = new("BlockFlow.ToWire.out");

    public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, offset);

    public override string ToString() => "BlockFlow.ToWire";

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly BlockFlowToWire _stage;
        private readonly bool _hasMarkers;
        private long _offset;
        private long _marked;
        private TransferChunk? _chunk;
        private int _at;

        public Logic(BlockFlowToWire stage, long? offset)
            : base(stage.Shape)
        {
            _stage = stage;
            _hasMarkers = offset is not null;
            _offset = _marked = offset.GetValueOrDefault();
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            var chunk = Grab(_stage._in);
            _chunk = chunk;
            _at = 0;
            if (chunk.Region is not null)
                throw new ArgumentException("MODE B reads bytes in memory, not file regions.");
            if (chunk.Length == 0)
                Drop();
            Proceed();
        }

        public override void OnPull() => Proceed();

        public override void OnUpstreamFinish()
        {
            // Without demand, or with bytes to send, a pull to come finds the end.
            if (_chunk is null && IsAvailable(_stage._out))
                Proceed();
        }

        public override void PostStop() => Drop();

        private void Proceed()
        {
            if (_chunk is not null)
            {
                Push(_stage._out, IsMarkerDue ? Marker() : Block(_chunk));
            }
            else if (!IsClosed(_stage._in))
            {
                Pull(_stage._in);
            }
            else
            {
                Push(_stage._out, BlockFlow.Small(BlockFlow.EndOfFile, ""));
                CompleteStage();
            }
        }

        private bool IsMarkerDue => _hasMarkers && _offset - _marked >= MarkerEvery;

        private TransferChunk Marker()
        {
            _marked = _offset;
            return BlockFlow.Small(BlockFlow.RestartMarker, _offset.ToString(CultureInfo.InvariantCulture));
        }

        private TransferChunk Block(TransferChunk chunk)
        {
            var bytes = chunk.Memory.Span[_at..];
            var length = Math.Min(bytes.Length, BlockSize);
            var buffer = TransferChunk.Rent(BlockFlow.HeaderSize + length);
            BlockFlow.WriteHeader(buffer, 0, length);
            bytes[..length].CopyTo(buffer.AsSpan(BlockFlow.HeaderSize));
            _at += length;
            _offset += length;
            if (_at == chunk.Length)
                Drop();
            return TransferChunk.OfRented(buffer, BlockFlow.HeaderSize + length);
        }

        private void Drop()
        {
            _chunk?.Dispose();
            _chunk = null;
        }
    }
}
