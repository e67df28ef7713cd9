using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Admission;

/// <summary>Writes what this node's server decides about addresses into what all nodes hold, and tells the server what others have
/// written there.</summary>
internal sealed class NodeAdmissionActor : UntypedActor, IWithTimers
{
    public const int RuleBuckets = 256;
    public const int FailureBuckets = 64;

    /// <summary>Rules written at once, and as many failed logins. They go to other nodes in one message, perhaps with those written
    /// before them: half a frame of Akka.Remote (128,000 bytes) at most.</summary>
    public const int MostWritten = 120;

    /// <summary>Rules written one by one in <see cref="WriteInterval"/>, before more are written together.</summary>
    public const int MostAtOnce = 8;

    /// <summary>Failed logins that come within this time of those written last are written together; so are many rules.</summary>
    public static readonly TimeSpan WriteInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How often it is looked for what is over.</summary>
    public static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);

    private static readonly ReadMajority FromOthers = new(TimeSpan.FromSeconds(5));

    /// <summary>At once; whom it does not reach in this time hears it with a tick or the gossip.</summary>
    private static readonly WriteAll ToOthers = new(TimeSpan.FromSeconds(1));

    private readonly string _self;
    private readonly IActorRef _server;
    private readonly TimeSpan _failuresKept;
    private readonly Buckets<SharedRules, RuleKey, SharedRule> _rules;
    private readonly Buckets<SharedFailures, FailureKey, SharedFailure> _failures;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _atOnce;

    public NodeAdmissionActor(string service, string self, IActorRef server, IActorRef replicator, TimeSpan within)
    {
        // A span of time in which failed logins are counted is a sixteenth as long.
        (_self, _server, _failuresKept) = (self, server, within + (within / 16));
        _rules = new($"{service}-rules", RuleBuckets, RuleBuckets * SharedRules.MostEntries, key => key.Network, ToOthers, replicator);
        _failures = new($"{service}-failures", FailureBuckets, FailureBuckets * SharedFailures.MostEntries, key => key.Network, WriteLocal.Instance, replicator);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="service">Its name.</param>
    /// <param name="self">This node.</param>
    /// <param name="server">Its top actor: see <see cref="AdmissionProtocol"/>.</param>
    /// <param name="replicator">Of <c>DistributedData</c>.</param>
    /// <param name="within">As <see cref="BanOptions.Within"/>.</param>
    public static Props Props(string service, string self, IActorRef server, IActorRef replicator, TimeSpan within) =>
        Akka.Actor.Props.Create(() => new NodeAdmissionActor(service, self, server, replicator, within));

    protected override void PreStart()
    {
        _rules.Subscribe(Self);
        _failures.Subscribe(Self);
        _server.Tell(new AdmissionProtocol.Watch(Self));
        Timers.StartPeriodicTimer(Tidy.Instance, Tidy.Instance, TidyInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AdmissionProtocol.Rules rules:
                foreach (var rule in rules.All)
                    OnSet(rule);
                foreach (var failed in rules.Failures)
                    OnFailed(failed);
                break;
            case AdmissionProtocol.RuleSet set:
                OnSet(set.Rule);
                break;
            case AdmissionProtocol.RuleLifted lifted:
                if (lifted.Origin is null)
                    Add(SharedRule.Lifted(lifted.Rule, lifted.At, _self));
                break;
            case AdmissionProtocol.FailedLogins failed:
                OnFailed(failed);
                break;
            case AdmissionProtocol.TooManyWatchers tooMany:
                _log.Error("{0} watch the server's rules already: its bans do not reach other nodes.", tooMany.Most);
                break;
            case Changed changed:
                Learn(changed);
                break;
            case WriteRules:
                _atOnce = 0;
                WriteSomeRules();
                break;
            case WriteFailures:
                WriteSomeFailures();
                break;
            case Join:
                _rules.Fetch(FromOthers, Self);
                _failures.Fetch(FromOthers, Self);
                _rules.WarmUp(Self);
                _failures.WarmUp(Self);
                break;
            case Tidy:
                var now = TimeProvider.System.GetUtcNow();
                _rules.Tidy(now, Self);
                _failures.Tidy(now, Self);
                break;
            case ModifyFailure failure:
                _log.Error(failure.Cause, "{0} could not be changed.", failure.Key);
                break;
            case AdmissionProtocol.RuleEnded or IUpdateResponse or IGetResponse:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnSet(AddressRule rule)
    {
        if (rule is { Origin: null, Source: not AddressRuleSource.Configuration })
            Add(SharedRule.Set(rule, _self));
    }

    private void OnFailed(AdmissionProtocol.FailedLogins failed)
    {
        if (failed.Origin is not null)
            return;
        _failures.Add(new SharedFailure(new FailureKey(failed.Network, _self, failed.Since), failed.Count, failed.Since + _failuresKept));
        if (!Timers.IsTimerActive(WriteFailures.Instance))
            WriteSomeFailures();
    }

    private void Add(SharedRule rule)
    {
        // What holds on all nodes has to hold on this one, too.
        if (_rules.Find(rule.Key) is { } known && known.Outranks(rule))
        {
            Tell(known);
            return;
        }

        var isAtOnce = _rules.IsWritten && _atOnce < MostAtOnce;
        _rules.Add(rule);
        if (!isAtOnce)
            return;
        _atOnce++;
        WriteSomeRules();
    }

    private void WriteSomeRules()
    {
        if (_rules.Write(MostWritten, Self) > 0 && !Timers.IsTimerActive(WriteRules.Instance))
            Timers.StartSingleTimer(WriteRules.Instance, WriteRules.Instance, WriteInterval);
    }

    private void WriteSomeFailures()
    {
        if (_failures.Write(MostWritten, Self) > 0)
            Timers.StartSingleTimer(WriteFailures.Instance, WriteFailures.Instance, WriteInterval);
    }

    private void Learn(Changed changed)
    {
        if (_rules.TryLearn(changed, out var rules))
        {
            foreach (var rule in rules)
            {
                if (rule.Origin != _self)
                    Tell(rule);
            }
        }
        else if (_failures.TryLearn(changed, out var failures))
        {
            foreach (var failure in failures)
            {
                if (failure.Key.Origin != _self)
                    _server.Tell(new AdmissionProtocol.LearnFailedLogins(failure.Key.Origin, failure.Key.Network, failure.Key.Since, failure.Count));
            }
        }
    }

    private void Tell(SharedRule rule)
    {
        // A kind that only newer nodes know.
        if (!Enum.IsDefined(rule.Key.Kind))
            return;
        _server.Tell(rule.Rule is { } set
            ? new AdmissionProtocol.LearnRule(rule.Origin, set)
            : new AdmissionProtocol.LearnLifted(rule.Origin, rule.Key.Network, rule.Key.Kind, rule.At));
    }

    /// <summary>This node is a member that is up: to be fetched is what others hold.</summary>
    public sealed record Join;

    private sealed record WriteRules
    {
        public static readonly WriteRules Instance = new();
    }

    private sealed record WriteFailures
    {
        public static readonly WriteFailures Instance = new();
    }

    private sealed record Tidy
    {
        public static readonly Tidy Instance = new();
    }
}
