using System.Net;
using Akka.Actor;
using Akka.Event;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Admission;

/// <summary>Owns the rules about addresses: shows them to the <see cref="AdmissionGate"/>, tells watchers what changes, and its parent
/// when sessions have to be looked at again.</summary>
/// <remarks>What it knows outlives a fault that restarts it.</remarks>
internal sealed class AdmissionActor : UntypedActor, IWithTimers
{
    /// <summary>Timers are not set for longer: they wake once more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly AdmissionBook _book;
    private readonly AdmissionGate _gate;
    private readonly Watchers _watchers;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private DateTimeOffset? _timerEnd;

    public AdmissionActor(AdmissionBook book, AdmissionGate gate, Watchers watchers) =>
        (_book, _gate, _watchers) = (book, gate, watchers);

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <param name="book">Used by nobody else from now on.</param>
    /// <param name="gate">Shows the table of <paramref name="book"/>.</param>
    public static Props Props(AdmissionBook book, AdmissionGate gate)
    {
        var watchers = new Watchers(MostWatchers);
        return Akka.Actor.Props.Create(() => new AdmissionActor(book, gate, watchers));
    }

    protected override void PreStart() => Publish();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LoginFailed failed:
                _book.Fail(failed.Peer, Now);
                break;
            case EndDue:
                _timerEnd = null;
                _book.RemoveEnded(Now);
                break;
            case Watch watch:
                OnWatch(watch.Watcher);
                return;
            case Unwatch unwatch:
                _watchers.Remove(Context, unwatch.Watcher);
                unwatch.Watcher.Tell(new Unwatched());
                return;
            case Terminated terminated:
                _watchers.Remove(Context, terminated.ActorRef);
                return;
            case ICommand command:
                var answer = _book.Handle(command, Now);
                Publish(mayRefuse: command is Configure);
                if (answer is not null)
                    Sender.Tell(answer);
                return;
            default:
                Unhandled(message);
                return;
        }

        Publish();
    }

    private void OnWatch(IActorRef watcher)
    {
        if (_watchers.TryAdd(Context, watcher))
            watcher.Tell(_book.List(Now));
        else
            watcher.Tell(new TooManyWatchers(MostWatchers));
    }

    /// <summary>The table first: whoever hears of a change can rely on it.</summary>
    /// <param name="mayRefuse">More may be refused than changes of rules tell.</param>
    private void Publish(bool mayRefuse = false)
    {
        var changes = _book.TakeChanges();
        _gate.Show(_book.Table);
        SetTimer();
        foreach (var change in changes)
        {
            Log(change);
            _watchers.Tell(change);
        }

        if ((mayRefuse || changes.Any(MayRefuse)) && _gate.TryMarkChanged())
            Context.Parent.Tell(new RulesChanged());
    }

    private void SetTimer()
    {
        if (_book.NextEnd == _timerEnd)
            return;
        _timerEnd = _book.NextEnd;
        if (_timerEnd is not { } end)
        {
            Timers.Cancel(EndDue.Key);
            return;
        }

        var wait = end - Now;
        Timers.StartSingleTimer(EndDue.Key, new EndDue(), wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait);
    }

    /// <summary>Somebody who was let in before.</summary>
    private static bool MayRefuse(IEvent change) => change switch
    {
        RuleSet => true,
        RuleLifted lifted => lifted.Rule.Kind == AddressRuleKind.Allowed,
        RuleEnded ended => ended.Rule.Kind == AddressRuleKind.Allowed,
        _ => false,
    };

    private void Log(IEvent change)
    {
        switch (change)
        {
            case RuleSet { Rule: { Source: AddressRuleSource.FailedLogins, Origin: null } ban }:
                _log.Warning("{Network} is banned for {Duration}: {Reason}", ban.Network, ban.Until - ban.Since, ban.Reason);
                break;
            case RuleSet { Rule: { Source: AddressRuleSource.Operator, Origin: null } rule }:
                _log.Info("{Network}: {Rule}, by message.", rule.Network, rule.Kind);
                break;
            case RuleLifted { Origin: null, Rule: var lifted }:
                _log.Info("{Network}: not {Rule} any more, by message.", lifted.Network, lifted.Kind);
                break;
            default:
                _log.Debug("{Change}", change);
                break;
        }
    }

    /// <summary>To the server's top actor: somebody could not log in.</summary>
    public sealed record LoginFailed(IPAddress Peer) : ICommand;

    /// <summary>To the parent: the <see cref="AdmissionGate"/> may refuse who is connected.</summary>
    public sealed record RulesChanged : INoSerializationVerificationNeeded;

    private sealed record EndDue : INoSerializationVerificationNeeded
    {
        public const string Key = "end";
    }
}
