using System.IO.Compression;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>MODE Z outwards: bytes become one zlib stream (RFC 1950; draft-preston-ftpext-deflate).</summary>
/// <remarks>
/// Takes memory chunks only, and disposes them. What comes out has nothing to do with the chunks that went in: pooled
/// chunks of up to 32 KiB. Nothing in still makes a stream, one of an empty file. Holds one chunk and what zlib makes of
/// 64 KiB of it; between such steps others get their turn.
/// </remarks>
public static class DeflateFlow
{
    /// <summary>Bytes given to zlib at a time.</summary>
    private const int Step = 64 * 1024;

    /// <summary>The level that clients which say nothing get: zlib's own default.</summary>
    public const int DefaultLevel = 6;

    /// <summary>What zlib makes of nothing. <see cref="ZLibStream"/> writes nothing at all then.</summary>
    private static readonly ReadOnlyMemory<byte> Empty = new([0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);

    /// <param name="level">0 (stored) to 9 (smallest).</param>
    public static Flow<TransferChunk, TransferChunk, NotUsed> Create(int level = DefaultLevel) => Flow.FromGraph(new Stage(level));

    private sealed class Stage(int level) : GraphStage<FlowShape<TransferChunk, TransferChunk>>
    {
        private readonly Inlet<TransferChunk> _in = new("DeflateFlow.in");
        private readonly Outlet<TransferChunk> _out = new("DeflateFlow.out");

        public override FlowShape<TransferChunk, TransferChunk> Shape => new(_in, _out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, level);

        public override string ToString() => "DeflateFlow";

        private sealed class Logic : InAndOutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly RentedStream _output = new();
            private readonly ZLibStream _zlib;
            private readonly Action _continue;
            private TransferChunk? _chunk;
            private int _at;
            private bool _isBegun;
            private bool _isEnded;

            public Logic(Stage stage, int level)
                : base(stage.Shape)
            {
                _stage = stage;
                _zlib = new ZLibStream(_output, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true);
                _continue = GetAsyncCallback(Proceed);
                SetHandlers(stage._in, stage._out, this);
            }

            public override void OnPush()
            {
                var chunk = Grab(_stage._in);
                _chunk = chunk;
                _at = 0;
                if (chunk.Region is not null)
                    throw new ArgumentException("MODE Z reads bytes in memory, not file regions.");
                Proceed();
            }

            public override void OnPull() => Proceed();

            public override void OnUpstreamFinish()
            {
                // Otherwise the next demand, or the step that goes on, finds the end.
                if (_chunk is null && IsAvailable(_stage._out))
                    Proceed();
            }

            public override void PostStop()
            {
                _chunk?.Dispose();
                _output.Drop();
                _zlib.Dispose();
            }

            /// <summary>With demand and either bytes, output or the end: one step.</summary>
            private void Proceed()
            {
                if (_output.TryTake(_isEnded) is { } chunk)
                    Push(_stage._out, chunk);
                else if (_isEnded)
                    CompleteStage();
                else if (_chunk is not null)
                    Compress(_chunk);
                else if (IsClosed(_stage._in))
                    End();
                else if (!HasBeenPulled(_stage._in))
                    Pull(_stage._in);
            }

            private void Compress(TransferChunk chunk)
            {
                var bytes = chunk.Memory.Span[_at..];
                if (bytes.Length > Step)
                    bytes = bytes[..Step];
                _zlib.Write(bytes);
                _isBegun |= !bytes.IsEmpty;
                _at += bytes.Length;
                if (_at == chunk.Length)
                {
                    chunk.Dispose();
                    _chunk = null;
                }

                if (_chunk is not null && !_output.HasFull)
                    _continue();
                else
                    Proceed();
            }

            private void End()
            {
                _isEnded = true;
                if (_isBegun)
                    _zlib.Dispose();
                else
                    _output.Write(Empty.Span);
                Proceed();
            }
        }
    }
}
