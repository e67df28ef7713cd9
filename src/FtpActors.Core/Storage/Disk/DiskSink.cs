using Akka;
using Akka.Streams;
using Akka.Streams.Stage;

using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Gives every chunk to <paramref name="write"/> on the I/O threads, one at a time.</summary>
/// <remarks>Its task ends when the last write has ended, also when the stream is torn down before.</remarks>
/// <param name="threads">Where the writing is done.</param>
/// <param name="write">Takes over the chunk.</param>
/// <param name="filled">Told of a region in its place, at once: its bytes are written.</param>
internal sealed class DiskSink(BlockingThreads threads, Action<TransferChunk> write, Action<FileRegion> filled)
    : GraphStageWithMaterializedValue<SinkShape<TransferChunk>, Task<Done>>
{
    private readonly Inlet<TransferChunk> _in = new("DiskSink.in");

    public override SinkShape<TransferChunk> Shape => new(_in);

    public override ILogicAndMaterializedValue<Task<Done>> CreateLogicAndMaterializedValue(Attributes inheritedAttributes)
    {
        var done = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        return new LogicAndMaterializedValue<Task<Done>>(new Logic(this, threads, write, filled, done), done.Task);
    }

    private sealed class Logic : InGraphStageLogic
    {
        private readonly DiskSink _stage;
        private readonly Action<TransferChunk> _write;
        private readonly Action<FileRegion> _filled;
        private readonly TaskCompletionSource<Done> _done;
        private readonly StageIo<Done> _io;
        private bool _isFinished;
        private Exception? _failure;

        public Logic(DiskSink stage, BlockingThreads threads, Action<TransferChunk> write, Action<FileRegion> filled, TaskCompletionSource<Done> done)
            : base(stage.Shape)
        {
            (_stage, _write, _filled, _done) = (stage, write, filled, done);
            _io = new StageIo<Done>(threads, GetAsyncCallback(OnWritten), _ => EndAbruptly());
            SetHandler(stage._in, this);
        }

        public override void PreStart()
        {
            // The end of upstream must not end the stage while a write runs.
            SetKeepGoing(true);
            Pull(_stage._in);
        }

        public override void OnPush()
        {
            var chunk = Grab(_stage._in);
            if (chunk.Region is { } region)
            {
                OnRegion(region);
                return;
            }

            var started = _io.Start(() =>
            {
                _write(chunk);
                return Done.Instance;
            });
            if (!started)
                chunk.Dispose();
        }

        private void OnRegion(FileRegion region)
        {
            try
            {
                _filled(region);
                Pull(_stage._in);
            }
            catch (NotSupportedException cause)
            {
                _failure = cause;
                EndWhenQuiet();
            }
        }

        public override void OnUpstreamFinish()
        {
            _isFinished = true;
            EndWhenQuiet();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            _failure = e;
            EndWhenQuiet();
        }

        public override void PostStop()
        {
            if (_io.Stop())
                EndAbruptly();
        }

        private void OnWritten()
        {
            if (!_io.Take(out _, out var failure))
                _failure ??= failure;
            if (_failure is null && !_isFinished)
                Pull(_stage._in);
            else
                EndWhenQuiet();
        }

        private void EndWhenQuiet()
        {
            if (_io.IsRunning)
                return;
            if (_failure is not null)
            {
                _done.TrySetException(_failure);
                FailStage(_failure);
            }
            else
            {
                _done.TrySetResult(Done.Instance);
                CompleteStage();
            }
        }

        private void EndAbruptly() => _done.TrySetException(new AbruptStageTerminationException(this));
    }
}
