using System.Collections.Concurrent;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Server.Dispatching;
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
/// <param name="start">Begun or not.</param>
/// <param name="timeouts">Data connect and stalled.</param>
internal sealed class TransferActor(TransferStart start, TimeoutOptions timeouts) : UntypedActor, IWithTimers
{
    /// <summary>A stall is noticed at most this part of the timeout late.</summary>
    private const int StallChecks = 4;

    private static readonly Props Unmade = Akka.Actor.Props.CreateBy(new Producer<TransferActor, object?>(null, static _ => throw new NotSupportedException()));

    /// <summary>By dispatcher.</summary>
    private static readonly ConcurrentDictionary<string, Props> Deployed = new();

    private long _activitySeen = -1;
    private int _silentChecks;

    public ITimerScheduler Timers { get; set; } = null!;

    private TransferRun Run => start.Run;

    /// <summary>As the constructor; a child of <paramref name="parent"/> on its dispatcher.</summary>
    public static Props PropsUnder(IActorContext parent, TransferStart start, TimeoutOptions timeouts)
    {
        var deployed = Deployed.GetOrAdd(parent.Props.Dispatcher, static (_, parent) => Unmade.OnSame(parent), parent);
        return new ProducedProps(deployed, () => new TransferActor(start, timeouts));
    }

    /// <summary>As the constructor.</summary>
    public static Props Props(TransferStart start, TimeoutOptions timeouts) =>
        Akka.Actor.Props.CreateBy(new Producer<TransferActor, (TransferStart Start, TimeoutOptions Timeouts)>(
            (start, timeouts), static its => new TransferActor(its.Start, its.Timeouts)));

    protected override void PreStart()
    {
        var (self, id, progress) = (Self, start.Id, start.Progress);
        var running = start.Begin();
        start.Attach(self);
        if (running.IsCompletedSuccessfully)
        {
            self.Tell(running.Result);
            return;
        }

        running.PipeTo(self, failure: cause => new Failed(id, progress.Bytes, cause));

        // Most clients have connected when the command comes.
        if (!Run.IsOpen && timeouts.DataConnect != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(ConnectTimeout.Key, ConnectTimeout.Instance, timeouts.DataConnect);
    }

    protected override void PostStop()
    {
        if (!Run.HasEnded)
            Run.Stop(new TransferAbortedException("The session ended.", start.Progress.IsClientGone ? AbortedBy.ConnectionLoss : AbortedBy.Session));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened:
                Timers.Cancel(ConnectTimeout.Key);
                if (!Run.HasEnded && timeouts.Stalled != Timeout.InfiniteTimeSpan)
                    Timers.StartPeriodicTimer(StallCheck.Key, StallCheck.Instance, timeouts.Stalled / StallChecks);
                Context.Parent.Tell(message);
                break;
            case Received:
                Timers.Cancel(StallCheck.Key);
                Context.Parent.Tell(message);
                break;
            case Commit:
                Run.Commit();
                break;
            case Reject reject:
                Run.Stop(new TransferRejectedException(reject.Reply));
                break;
            case Abort abort:
                Run.Stop(new TransferAbortedException(abort.Reason, abort.By));
                break;
            case ConnectTimeout:
                Run.Stop(new DataConnectionException(DataConnectionFault.NotOpened, $"No data connection within {timeouts.DataConnect.TotalSeconds:0.###} s."));
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
        var activity = start.Progress.Activity;
        _silentChecks = activity == _activitySeen && !start.Progress.IsHeldBack ? _silentChecks + 1 : 0;
        _activitySeen = activity;
        if (_silentChecks >= StallChecks)
            Run.Stop(new TransferStalledException(timeouts.Stalled));
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
