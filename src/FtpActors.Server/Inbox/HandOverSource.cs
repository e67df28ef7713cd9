using System.Threading.Channels;
using Akka.Streams;
using Akka.Streams.Stage;

namespace FtpActors.Server.Inbox;

/// <summary>The elements of a channel, each taken only when it is asked for. Tells how its run goes.</summary>
/// <param name="reader">Several runs share it. Its end is the end of each, its failure theirs.</param>
/// <param name="start">Called by each run; null refuses it.</param>
internal sealed class HandOverSource<T>(ChannelReader<T> reader, Func<IHandOver<T>?> start) : GraphStage<SourceShape<T>>
{
    private readonly Outlet<T> _out = new("HandOver.out");

    public override SourceShape<T> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(Shape, reader, start());

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly Outlet<T> _out;
        private readonly ChannelReader<T> _reader;
        private readonly IHandOver<T>? _run;
        private readonly Action<(bool HasMore, Exception? Failure)> _ready;
        private bool _isFinished;

        public Logic(SourceShape<T> shape, ChannelReader<T> reader, IHandOver<T>? run)
            : base(shape)
        {
            (_out, _reader, _run) = (shape.Outlet, reader, run);
            _ready = GetAsyncCallback<(bool HasMore, Exception? Failure)>(OnReady);
            SetHandler(_out, this);
        }

        public override void PreStart()
        {
            if (_run is null)
                FailStage(new InvalidOperationException("This is to be read once only."));
        }

        public override void OnPull()
        {
            while (_reader.TryRead(out var element))
            {
                if (!_run!.Take(element))
                    continue;
                Push(_out, element);
                return;
            }

            _ = Wait(_reader, _ready);
        }

        public override void OnDownstreamFinish(Exception cause)
        {
            Finish(cause is SubscriptionWithCancelException.NonFailureCancellation ? null : cause);
            base.OnDownstreamFinish(cause);
        }

        public override void PostStop() => Finish(new AbruptStageTerminationException(this));

        private static async Task Wait(ChannelReader<T> reader, Action<(bool HasMore, Exception? Failure)> ready)
        {
            try
            {
                ready((await reader.WaitToReadAsync().ConfigureAwait(false), null));
            }
            catch (Exception failure)
            {
                ready((false, failure));
            }
        }

        private void OnReady((bool HasMore, Exception? Failure) next)
        {
            if (next.HasMore)
            {
                OnPull();
                return;
            }

            Finish(next.Failure);
            if (next.Failure is { } failure)
                FailStage(failure);
            else
                CompleteStage();
        }

        private void Finish(Exception? failure)
        {
            if (_isFinished)
                return;
            _isFinished = true;
            _run?.Finish(failure);
        }
    }
}
