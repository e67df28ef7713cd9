using System.Threading.Channels;
using Akka.Streams;
using Akka.Streams.Stage;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

/// <summary>A sink that asks for one chunk whenever the spec says so.</summary>
internal sealed class DataSourceDemand : GraphStageWithMaterializedValue<SinkShape<TransferChunk>, DataSourceDemand.Handle>
{
    private readonly Inlet<TransferChunk> _in = new("DataSourceDemand.in");

    public override SinkShape<TransferChunk> Shape => new(_in);

    public override ILogicAndMaterializedValue<Handle> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var logic = new Logic(Shape, _in);
        return new LogicAndMaterializedValue<Handle>(logic, new Handle(logic.Ask, logic.GiveUp, logic.Chunks, logic.Ended));
    }

    /// <param name="Pull">Asks for one chunk.</param>
    /// <param name="Cancel">Wants no more.</param>
    /// <param name="Chunks">What came; whoever reads one owns it.</param>
    /// <param name="Ended">Ends as the stream does.</param>
    public sealed record Handle(Action Pull, Action Cancel, ChannelReader<TransferChunk> Chunks, Task Ended)
    {
        /// <summary>Asks for one chunk and waits for it.</summary>
        public async Task<TransferChunk> Next()
        {
            Pull();
            return await Chunks.ReadAsync();
        }
    }

    private sealed class Logic : InGraphStageLogic
    {
        private readonly Inlet<TransferChunk> _in;
        private readonly Channel<TransferChunk> _chunks = Channel.CreateUnbounded<TransferChunk>();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Logic(Shape shape, Inlet<TransferChunk> @in)
            : base(shape)
        {
            _in = @in;
            Ask = GetAsyncCallback(() => Pull(_in));
            GiveUp = GetAsyncCallback(() =>
            {
                _ended.TrySetCanceled();
                CompleteStage();
            });
            SetHandler(@in, this);
        }

        public Action Ask { get; }

        public Action GiveUp { get; }

        public ChannelReader<TransferChunk> Chunks => _chunks.Reader;

        public Task Ended => _ended.Task;

        public override void OnPush() => _chunks.Writer.TryWrite(Grab(_in));

        public override void OnUpstreamFinish()
        {
            _ended.TrySetResult();
            CompleteStage();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            _ended.TrySetException(e);
            FailStage(e);
        }

        public override void PostStop()
        {
            _ended.TrySetException(new AbruptStageTerminationException(this));
            _chunks.Writer.Complete();
        }
    }
}
