using Akka.Streams;
using Akka.Streams.Stage;

namespace FtpActors.TestKit;

/// <summary>Holds demand up before a gate, and never an element: a stream that ends meanwhile loses nothing.</summary>
internal sealed class GatedDemand<T>(StorageGate gate) : GraphStage<FlowShape<T, T>>
{
    private readonly Inlet<T> _in = new("GatedDemand.in");
    private readonly Outlet<T> _out = new("GatedDemand.out");

    public override FlowShape<T, T> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, gate);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly GatedDemand<T> _stage;
        private readonly StorageGate _gate;
        private readonly CancellationTokenSource _stopped = new();
        private readonly Action<Task> _entered;

        public Logic(GatedDemand<T> stage, StorageGate gate)
            : base(stage.Shape)
        {
            (_stage, _gate) = (stage, gate);
            _entered = GetAsyncCallback<Task>(Entered);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush() => Push(_stage._out, Grab(_stage._in));

        public override void OnPull()
        {
            var entry = _gate.Enter(_stopped.Token);
            if (entry.IsCompletedSuccessfully)
                Pull(_stage._in);
            else
                entry.ContinueWith(_entered, TaskScheduler.Default);
        }

        public override void PostStop() => _stopped.Cancel();

        private void Entered(Task entry)
        {
            if (entry.IsFaulted)
                FailStage(entry.Exception.InnerException!);
            else if (!IsClosed(_stage._in))
                Pull(_stage._in);
        }
    }
}
