using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Flows;

/// <summary>What comes in over a data connection and goes right into a file: the chunks are the regions it has filled there.</summary>
/// <remarks>Completes when the peer closes its side. Reads only on demand. The connection stays the caller's: whoever stops the stream
/// aborts it too, or a receive in flight goes on.</remarks>
public static class RegionSource
{
    /// <param name="transport">One that <see cref="IDataTransport.FillsRegions"/>; read by this source alone.</param>
    /// <param name="writer">All chunks have to reach its <see cref="IStorageWriter.Content"/>, in their order.</param>
    /// <param name="regionSize">Size of the next region in bytes, at least 1; asked before each. Only the last one is smaller.</param>
    /// <param name="received">Memory that has come already, to go first; taken over.</param>
    public static Source<TransferChunk, NotUsed> Create(
        IDataTransport transport, IRegionWriter writer, Func<int> regionSize, params ReadOnlySpan<TransferChunk> received) =>
        Source.FromGraph(new Stage(transport, writer, regionSize, received.ToArray()));

    private sealed class Stage(IDataTransport transport, IRegionWriter writer, Func<int> regionSize, TransferChunk[] received)
        : GraphStage<SourceShape<TransferChunk>>
    {
        private readonly Outlet<TransferChunk> _out = new("RegionSource.out");

        public override SourceShape<TransferChunk> Shape => new(_out);

        protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, transport, writer, regionSize, received);

        public override string ToString() => "RegionSource";

        private sealed class Logic : OutGraphStageLogic
        {
            private readonly Stage _stage;
            private readonly IDataTransport _transport;
            private readonly IRegionWriter _writer;
            private readonly Func<int> _regionSize;
            private readonly Queue<TransferChunk> _received;
            private readonly Action _callback;
            private ValueTask<int> _filling;
            private long _offset;

            public Logic(Stage stage, IDataTransport transport, IRegionWriter writer, Func<int> regionSize, TransferChunk[] received)
                : base(stage.Shape)
            {
                (_stage, _transport, _writer, _regionSize, _offset) = (stage, transport, writer, regionSize, writer.Start);
                _received = new Queue<TransferChunk>(received);
                _callback = GetAsyncCallback(OnFilled);
                SetHandler(stage._out, this);
            }

            public override void OnPull()
            {
                if (_received.TryDequeue(out var chunk))
                {
                    _offset += chunk.Length;
                    Push(_stage._out, chunk);
                    return;
                }

                _filling = _transport.ReceiveInto(_writer, _offset, _regionSize());
                _filling.GetAwaiter().UnsafeOnCompleted(_callback);
            }

            public override void PostStop()
            {
                while (_received.TryDequeue(out var left))
                    left.Dispose();
            }

            private void OnFilled()
            {
                try
                {
                    var count = _filling.GetAwaiter().GetResult();
                    if (count == 0)
                    {
                        CompleteStage();
                        return;
                    }

                    var region = new FileRegion(_writer.File, _offset, count);
                    _offset += count;
                    Push(_stage._out, TransferChunk.Of(region));
                }
                catch (Exception cause)
                {
                    FailStage(cause);
                }
            }
        }
    }
}
