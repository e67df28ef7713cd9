using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Dispatching;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>One control connection: takes command after command, has handlers run them, makes their changes, writes every reply.</summary>
/// <remarks>
/// <code>
///  220─→ Ready ─guards hold→ Working ─outcome→ Ready
///                              │ ├─login, delay→ Waiting ─slot taken, time is up→ (as outcome)
///                              │ └─transfer→ Transferring ─ended→ Ready
///                              └─deadline 451, ABOR 426→ Ready
///  Ready ─AUTH 234, CCC 200, REIN 220 under TLS→ Switching ─TLS is there, or gone→ Ready
///  any state: QUIT 221 · idle, login time, shutdown 421 → Closing ─replies sent→ stop
///             connection lost → stop
/// </code>
/// Lines that come while something runs are held in order, up to a number at which the control channel stops reading.
/// During a transfer urgent verbs are run at once if nothing is held before them; interrupting verbs (ABOR) always.
/// </remarks>
internal sealed partial class SessionActor : UntypedActor
{
    private readonly SessionContext _context;
    private readonly SessionServices _services;
    private readonly ControlChannel _channel;
    private readonly SessionLog _log;
    private readonly HeldCommands _held = new();
    private CancellationTokenSource _cancel = new();
    private SessionState _state = SessionState.Initial;
    private RunningCommand? _running;
    private RunningCommand? _urgent;
    private Outcome? _waitingOutcome;
    private RunningTransfer? _transfer;
    private FtpReply? _farewell;
    private DateTimeOffset _lastActivity;
    private bool _isWriteBlocked;
    private bool _isPeerClosed;
    private long _lastId;

    public SessionActor(SessionContext context, SessionServices services, ControlChannel channel)
    {
        _context = context;
        _services = services;
        _channel = channel;
        _log = new SessionLog(services.Log, context);
        _middleware = MiddlewarePipeline.Of(context.Options.Middleware, services.Log);
        _judge = _middleware is null && context.Options.FallbackCodePage is null ? null : Show;
        _state = Compatible(_state with { Languages = context.Options.Languages, Security = SecurityAtFirst(context) });
    }

    private DateTimeOffset Now => Context.System.Scheduler.Now;

    private LimitOptions Limits => _state.Host?.Limits ?? _context.Options.Limits;

    private TimeoutOptions Timeouts => _context.Options.Timeouts;

    /// <param name="context">This session's constants.</param>
    /// <param name="services">Shared with all sessions.</param>
    /// <param name="channel">Not started yet; taken over.</param>
    public static Props Props(SessionContext context, SessionServices services, ControlChannel channel) =>
        Akka.Actor.Props.CreateBy(new Producer<SessionActor, (SessionContext Context, SessionServices Services, ControlChannel Channel)>(
            (context, services, channel),
            static its => new SessionActor(its.Context, its.Services, its.Channel)));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    protected override void PreStart()
    {
        _log.Opened();
        _lastActivity = Now;
        StartTimers();
        _channel.Start(Self, _context.IsImplicitTls, _log.ConnectionFailed);
        if (_context.IsImplicitTls)
        {
            Become(Stage.Switching);
            return;
        }

        Reply(SessionReplies.Greeting(_context.Options.Welcome));
    }

    protected override void PostStop()
    {
        _services.UserSlots.Tell(new UserSlotsProtocol.Release());
        _timers.CancelAll();
        _channel.Dispose();
        Adopt(null);
        _cancel.Cancel();
        _state.Data?.Dispose();
        LeaveThrottles();
        _waitingOutcome?.Discard();
        NoticeLogOut(_state);
        _log.Closed(_state.User);
    }

    /// <summary>Nothing runs.</summary>
    private void Ready(object message)
    {
        switch (message)
        {
            case LineReceived line:
                Hold(line);
                Advance();
                break;
            case ShutDown:
                Close(SessionReplies.ShuttingDown);
                break;
            case End end:
                Close(SessionReplies.Closing(end.Reason));
                break;
            default:
                Always(message);
                break;
        }
    }

    /// <summary>A handler runs.</summary>
    private void Working(object message)
    {
        switch (message)
        {
            case Completed completed when completed.Id == _running!.Id:
                Conclude(completed.Outcome);
                break;
            case Faulted faulted when faulted.Id == _running!.Id:
                Conclude(Outcome.Of(_log.FaultOf(_running, faulted.Cause)));
                break;
            case LineReceived line:
                Hold(line);
                InterruptIfAsked();
                break;
            default:
                Busy(message);
                break;
        }
    }

    /// <summary>A handler has answered and its answer has to wait: for a slot of the user, or for the time it asked for.</summary>
    private void Waiting(object message)
    {
        switch (message)
        {
            case UserSlotsProtocol.Taken or DelayOver:
                var outcome = _waitingOutcome!;
                _waitingOutcome = null;
                Apply(outcome);
                break;
            case UserSlotsProtocol.Refused refused:
                Close(refused.IsHostFull ? SessionReplies.TooManyOfHost : SessionReplies.TooManyOfUser);
                break;
            case UserSlotsProtocol.Unavailable:
                Close(SessionReplies.SlotsUnavailable);
                break;
            default:
                Busy(message);
                break;
        }
    }

    /// <summary>A transfer runs; urgent commands run beside it.</summary>
    private void Transferring(object message)
    {
        switch (message)
        {
            case TransferProtocol.Opened opened when opened.Id == _running!.Id:
                _transfer!.IsOpen = true;
                Reply(_transfer.Plan.Opening, _running.Command);
                StartUrgent();
                break;
            case MarkerReached marker when marker.Id == _running!.Id:
                Acknowledge(marker);
                break;
            case TransferProtocol.Received received when received.Id == _running!.Id:
                AskForVerdict(received.Hash);
                break;
            case VerdictProtocol.IVerdict or AwaitedVerdict.Missing:
                OnVerdict(message);
                break;
            case TransferProtocol.IEnded ended when ended.Id == _running!.Id:
                _transfer!.Ended = ended;
                FinishTransfer();
                break;
            case TransferDied died when died.Id == _running!.Id && _transfer!.Ended is null:
                _transfer.Ended = new TransferProtocol.Failed(died.Id, _transfer.Progress.Bytes, new InvalidOperationException("The transfer actor died."));
                FinishTransfer();
                break;
            case Completed completed when completed.Id == _urgent?.Id:
                ConcludeUrgent(completed.Outcome);
                break;
            case Faulted faulted when faulted.Id == _urgent?.Id:
                ConcludeUrgent(Outcome.Of(_log.FaultOf(_urgent, faulted.Cause)));
                break;
            case LineReceived line:
                Hold(line);
                StartUrgent();
                break;
            case End end:
                _farewell = SessionReplies.Closing(end.Reason);
                DropHeld();
                _transfer!.Actor.Tell(new TransferProtocol.Abort(end.Reason, end.IsShutDown ? AbortedBy.ShutDown : AbortedBy.Operator));
                break;
            case PeerClosed closed when closed.IsLost || _farewell is null:
                Lose();
                break;
            default:
                Busy(message);
                break;
        }
    }

    /// <summary>The last reply is written, but the client has not taken it yet.</summary>
    private void Closing(object message)
    {
        switch (message)
        {
            case Flushed when !_channel.IsWaiting:
                Stop();
                break;
            case WriteTimeout or PeerClosed { IsLost: true }:
                Context.Stop(Self);
                break;
            default:
                Dismiss(message);
                break;
        }
    }

    /// <summary>While anything runs.</summary>
    private void Busy(object message)
    {
        switch (message)
        {
            case LineReceived line:
                Hold(line);
                break;
            case ShutDown:
                _farewell ??= SessionReplies.ShuttingDown;
                break;
            case End end:
                Close(SessionReplies.Closing(end.Reason));
                break;
            default:
                Always(message);
                break;
        }
    }

    private void Always(object message)
    {
        switch (message)
        {
            case PeerClosed closed:
                _isPeerClosed = true;
                // What takes long has no deadline, and nobody waits for it any more.
                if (closed.IsLost || _running is { IsLong: true })
                    Lose();
                else
                    Advance();
                break;
            case Flushed when !_channel.IsWaiting:
                _isWriteBlocked = false;
                _timers.Cancel(WriteTimeout.Key);
                Advance();
                break;
            case Blocked when _channel.IsWaiting:
                Block();
                break;
            case Blocked:
                break;
            case WriteTimeout:
                _log.WriteTimedOut();
                Lose();
                break;
            case Notify notify:
                Keep(notify);
                break;
            case LoginTimeout:
                if (_state.User is null)
                    Close(SessionReplies.LoginTimeout);
                break;
            case Look:
                OnLook();
                break;
            default:
                Dismiss(message);
                break;
        }
    }
}
