using System.Collections.Immutable;
using Akka.Actor;
using Akka.Streams;
using FtpActors.Core.Flows;
using FtpActors.Core.Transport;
using FtpActors.Server.Outcomes;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Transfers;

/// <summary>One data transfer: waits for the connection, watches the stream, ends it on request.</summary>
/// <remarks>
/// <code>
/// Connecting ─connection→ Streaming ─download ended→ stop
///                                   └upload ended→ Received ─Commit, Reject→ stop
///   any: Abort · Connecting: data-connect timeout · Streaming: stalled
/// </code>
/// Whatever ends it, the session hears exactly one <see cref="IEnded"/>, when nothing of the transfer is open any more.
/// </remarks>
internal sealed class TransferActor : UntypedActor, IWithTimers
{
    /// <summary>A stall is noticed at most this part of the timeout late.</summary>
    private const int StallChecks = 4;

    private readonly long _id;
    private readonly TransferProgress _progress;
    private readonly TimeoutOptions _timeouts;
    private readonly TransferRun _run;
    private long _activitySeen = -1;
    private int _silentChecks;

    public TransferActor(long id, TransferPlan plan, IDataConnector connector, TransferProgress progress, TimeoutOptions timeouts, IMaterializer materializer, ImmutableArray<Throttle> throttles, TransferOrigin origin)
    {
        _id = id;
        _progress = progress;
        _timeouts = timeouts;
        _run = new TransferRun(id, plan, connector, progress, materializer, throttles.IsDefault ? [] : throttles, origin);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="id">Comes back in every event.</param>
    /// <param name="plan">Taken over.</param>
    /// <param name="connector">Taken over.</param>
    /// <param name="progress">Shared with the session.</param>
    /// <param name="timeouts">Data connect and stalled.</param>
    /// <param name="materializer">Runs the stream.</param>
    /// <param name="throttles">Of its direction, those of fewer transfers first.</param>
    /// <param name="origin">Hears how it ended.</param>
    public static Props Props(
        long id,
        TransferPlan plan,
        IDataConnector connector,
        TransferProgress progress,
        TimeoutOptions timeouts,
        IMaterializer materializer,
        ImmutableArray<Throttle> throttles = default,
        TransferOrigin origin = default) =>
        Akka.Actor.Props.Create(() => new TransferActor(id, plan, connector, progress, timeouts, materializer, throttles, origin));

    protected override void PreStart()
    {
        if (_timeouts.DataConnect != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(ConnectTimeout.Key, ConnectTimeout.Instance, _timeouts.DataConnect);
        var (self, id, progress) = (Self, _id, _progress);
        _run.Execute(() => self.Tell(new Opened(id)), () => self.Tell(new Received(id)))
            .PipeTo(self, failure: cause => new Failed(id, progress.Bytes, cause));
    }

    protected override void PostStop() => _run.Stop(new TransferAbortedException("The session ended.", _progress.IsClientGone ? AbortedBy.ConnectionLoss : AbortedBy.Session));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened:
                Timers.Cancel(ConnectTimeout.Key);
                if (_timeouts.Stalled != Timeout.InfiniteTimeSpan)
                    Timers.StartPeriodicTimer(StallCheck.Key, StallCheck.Instance, _timeouts.Stalled / StallChecks);
                Context.Parent.Tell(message);
                break;
            case Received:
                Timers.Cancel(StallCheck.Key);
                Context.Parent.Tell(message);
                break;
            case Commit:
                _run.Commit();
                break;
            case Reject reject:
                _run.Stop(new UploadRejectedException(reject.Reply));
                break;
            case Abort abort:
                _run.Stop(new TransferAbortedException(abort.Reason, abort.By));
                break;
            case ConnectTimeout:
                _run.Stop(new DataConnectionException(DataConnectionFault.NotOpened, $"No data connection within {_timeouts.DataConnect.TotalSeconds:0.###} s."));
                break;
            case StallCheck:
                CheckStall();
                break;
            case IEnded:
                Context.Parent.Tell(message);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void CheckStall()
    {
        var activity = _progress.Activity;
        _silentChecks = activity == _activitySeen && !_progress.IsHeldBack ? _silentChecks + 1 : 0;
        _activitySeen = activity;
        if (_silentChecks >= StallChecks)
            _run.Stop(new TransferStalledException(_timeouts.Stalled));
    }

    private sealed class ConnectTimeout
    {
        public const string Key = "data-connect";
        public static readonly ConnectTimeout Instance = new();
    }

    private sealed class StallCheck
    {
        public const string Key = "stall";
        public static readonly StallCheck Instance = new();
    }
}
