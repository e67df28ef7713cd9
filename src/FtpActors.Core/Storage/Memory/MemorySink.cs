using Akka;
using Akka.Streams;
using Akka.Streams.Stage;

namespace FtpActors.Core.Storage.Memory;

/// <summary>Gives every chunk to <paramref name="write"/>, which takes it over and does not block.</summary>
/// <remarks>Its task ends however the stream ends; that of Sink.ForEach stays open when the materializer goes.</remarks>
internal sealed class MemorySink(Action<TransferChunk> write) : GraphStageWithMaterializedValue<SinkShape<TransferChunk>, Task<Done>>
{
    private readonly Inlet<TransferChunk> _in = new("MemorySink.in");

    public override SinkShape<TransferChunk> Shape => new(_in);

    public override ILogicAndMaterializedValue<Task<Done>> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var done = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new LogicAndMaterializedValue<Task<Done>>(new Logic(this, write, done), done.Task);
    }

    private sealed class Logic : InGraphStageLogic
    {
        private readonly MemorySink _stage;
        private readonly Action<TransferChunk> _write;
        private readonly TaskCompletionSource<Done> _done;

        public Logic(MemorySink stage, Action<TransferChunk> write, TaskCompletionSource<Done> done)
            : base(stage.Shape)
        {
            (_stage, _write, _done) = (stage, write, done);
            SetHandler(stage._in, this);
        }

        public override void PreStart() => Pull(_stage._in);

        public override void OnPush()
        {
            try
            {
                _write(Grab(_stage._in));
                Pull(_stage._in);
            }
            catch (Exception failure)
            {
                OnUpstreamFailure(failure);
            }
        }

        public override void OnUpstreamFinish()
        {
            _done.TrySetResult(Done.Instance);
            CompleteStage();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            _done.TrySetException(e);
            FailStage(e);
        }

        public override void PostStop() => _done.TrySetException(new AbruptStageTerminationException(this));
    }
}
