using System.IO.Compression;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>MODE Z inwards: the bytes of one zlib stream (RFC 1950; draft-preston-ftpext-deflate).</summary>
/// <remarks>
/// Takes memory chunks only, and disposes them; pooled chunks of up to 64 KiB come out, each made on demand. No bytes at
/// all are an empty file, as some clients send it; what comes behind the end of the stream is ignored. Fails with
/// <see cref="TransferDataException"/>: corrupt, truncated, or larger than the limits allow.
/// </remarks>
public static class InflateFlow
{
    /// <summary>The ratio counts from here on: the start of an honest file may well be zeros.</summary>
    private const long RatioFrom = 1024 * 1024;

    private const int ChunkSize = 64 * 1024;

    /// <param name="maxBytes">Most bytes to come out, or null for any number.</param>
    /// <param name="maxRatio">Most bytes to come out for each that went in, once a MiB came out. Zlib reaches 1032.</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(long? maxBytes, int maxRatio) =>
        Flow.FromGraph(new Stage(maxBytes ?? long.MaxValue, maxRatio));

    private sealed class Stage(long maxBytes, int maxRatio) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("InflateFlow.in");
        private readonly Outlet<TransferChunk> _out = new("InflateFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, maxBytes, maxRatio);

        public override string ToString() => "InflateFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly long _maxBytes;
            private readonly int _maxRatio;
            private readonly ChunkStream _input = new();
            private readonly ZLibStream _zlib;
            private long _bytesOut;

            public Logic(Stage stage, long maxBytes, int maxRatio)
                : base(stage.Shape)
            {
                _stage = stage;
                _maxBytes = maxBytes;
                _maxRatio = maxRatio;
                _zlib = new ZLibStream(_input, CompressionMode.Decompress, leaveOpen: true);
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                var chunk = Grab(_stage._in);
                _input.Feed(chunk);
                if (chunk.Region is not null)
                    throw new ArgumentException("MODE Z reads bytes in memory, not file regions.");
                Proceed();
            }

            public override void OnPull() => Proceed();

            public override void OnUpstreamFinish()
            {
                // Without demand the next pull finds the end.
                if (IsAvailable(_stage._out))
                    Proceed();
            }

            public override void PostStop()
            {
                _zlib.Dispose();
                _input.Dispose();
            }

            private void Proceed()
            {
                var buffer = TransferChunk.Rent(ChunkSize);
                var length = 0;
                try
                {
                    length = Inflate(buffer.AsSpan(0, ChunkSize));
                }
                catch (InvalidDataException cause)
                {
                    FailStage(new TransferDataException(TransferDataFault.Corrupt, "The bytes are no zlib stream.", cause));
                    return;
                }
                finally
                {
                    if (length == 0)
                        TransferChunk.Return(buffer);
                }

                if (length == 0)
                    Starve();
                else
                    Deliver(TransferChunk.OfRented(buffer, length));
            }

            private int Inflate(Span<byte> buffer)
            {
                var length = 0;
                int count;
                while (length < buffer.Length && (count = _zlib.Read(buffer[length..])) > 0)
                    length += count;
                return length;
            }

            private void Deliver(TransferChunk chunk)
            {
                _bytesOut += chunk.Length;
                var isBomb = _bytesOut > RatioFrom && _bytesOut / _maxRatio > _input.BytesRead;
                if (_bytesOut <= _maxBytes && !isBomb)
                {
                    Push(_stage._out, chunk);
                    return;
                }

                chunk.Dispose();
                FailStage(new TransferDataException(
                    TransferDataFault.TooLarge, $"{_input.BytesRead} bytes inflated to {_bytesOut} and more."));
            }

            /// <summary>Zlib has nothing to give. Unless it asked for more input in vain, it is because its stream has ended.</summary>
            private void Starve()
            {
                if (!IsClosed(_stage._in))
                    Pull(_stage._in);
                else if (_input.IsStarved && _input.BytesRead > 0)
                    FailStage(new TransferDataException(TransferDataFault.Truncated, "The zlib stream has no end."));
                else
                    CompleteStage();
            }
        }
    }
}
