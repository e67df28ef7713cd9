using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Admission;

/// <summary>Does what is asked for about addresses, and keeps what follows from it: rules, failed logins, and what watchers have to hear. Not thread-safe.</summary>
internal sealed class AdmissionBook
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    private readonly AdmissionRules _rules;
    private readonly FailedLoginCounts _failures = new();
    private readonly RecentLifts _lifts = new();
    private readonly List<IEvent> _changes = [];
    private AdmissionOptions _options;

    public AdmissionBook(AdmissionOptions options, DateTimeOffset now)
    {
        _options = options;
        _rules = new AdmissionRules(options, now);
    }

    public AdmissionTable Table => _rules.Table;

    /// <summary>When <see cref="RemoveEnded"/> has something to do; null for never.</summary>
    public DateTimeOffset? NextEnd => _rules.NextEnd;

    /// <summary>What has changed since this was asked last, in order.</summary>
    public ImmutableArray<IEvent> TakeChanges()
    {
        ImmutableArray<IEvent> changes = [.. _changes];
        _changes.Clear();
        return changes;
    }

    public Rules List(DateTimeOffset now) => new([.. _rules.All], _failures.All(_options.Ban, now));

    /// <summary>Does what a command says.</summary>
    /// <returns>The answer; null where none is due.</returns>
    public IEvent? Handle(ICommand command, DateTimeOffset now)
    {
        switch (command)
        {
            case Ban ban:
                return Set(ban.Network, AddressRuleKind.Banned, ban.Duration, ban.Reason, now);
            case Deny deny:
                return Set(deny.Network, AddressRuleKind.Denied, deny.Duration, deny.Reason, now);
            case Allow allow:
                return Set(allow.Network, AddressRuleKind.Allowed, allow.Duration, allow.Reason, now);
            case Lift lift:
                return LiftRule(AddressNetwork.Plain(lift.Network), lift.Kind, now);
            case GetRules:
                return List(now);
            case AdmissionProtocol.Judge judge:
                var address = PeerAddress.Plain(judge.Address);
                return new Verdict(address, Table.LetsIn(address, out var rule), rule);
            case Configure configure:
                Take(configure.Options, now);
                return new Configured();
            case LearnRule learn:
                Learn(learn.Origin, learn.Rule with { Network = AddressNetwork.Plain(learn.Rule.Network) }, now);
                return null;
            case LearnLifted lifted:
                LearnLift(lifted.Origin, AddressNetwork.Plain(lifted.Network), lifted.Kind, lifted.At, now);
                return null;
            case LearnFailedLogins learn:
                Learn(new FailedLogins(AddressNetwork.Plain(learn.Network), learn.Since, learn.Count, learn.Origin), now);
                return null;
            default:
                throw new ArgumentException($"{command.GetType()} is none of these.", nameof(command));
        }
    }

    /// <summary>A login from <paramref name="peer"/> has failed.</summary>
    public void Fail(IPAddress peer, DateTimeOffset now)
    {
        var address = PeerAddress.Plain(peer);
        // Sessions of an address that is refused already are about to end.
        if (_options.Ban.Failures == 0 || Table.IsSafe(address) || !Table.LetsIn(address, out _))
            return;
        var network = AddressNetwork.Of(address);
        _changes.Add(_failures.Add(network, _options.Ban, now));
        BanIfDue(network, now);
    }

    /// <summary>Rules whose time is over end.</summary>
    public void RemoveEnded(DateTimeOffset now) => Ended(_rules.RemoveEnded(now));

    private IEvent Set(IPNetwork wanted, AddressRuleKind kind, TimeSpan? duration, string reason, DateTimeOffset now)
    {
        var network = AddressNetwork.Plain(wanted);
        if (duration <= TimeSpan.Zero || duration > LongestDuration)
            return new Refused("The duration has to be more than zero, and no more than 3650 days.");
        if (kind == AddressRuleKind.Banned && Table.IsSafe(network))
            return new Refused($"{network} is safe from bans: see ftp.admission.safe.");
        if (IsConfigured(network, kind))
            return new Refused($"{network} is in the configuration already.");
        var since = NotBefore(network, kind, now);
        var rule = new AddressRule(network, kind, since, since + duration, Fit(reason));
        return TrySet(rule, now) ? new RuleSet(rule) : new Refused("There are too many rules: see ftp.admission.max-rules.");
    }

    private IEvent LiftRule(IPNetwork network, AddressRuleKind kind, DateTimeOffset now)
    {
        if (_rules.Find(network, kind) is not { } rule)
            return new NoSuchRule(network, kind);
        if (IsConfigured(network, kind))
            return new Refused($"{network} is in the configuration, and has to be changed there.");
        var at = NotBefore(network, kind, now);
        Lifted(network, kind, at, now);
        _rules.Remove(rule);
        var lifted = new RuleLifted(rule, at);
        _changes.Add(lifted);
        return lifted;
    }

    private void Learn(string origin, AddressRule rule, DateTimeOffset now)
    {
        if (rule.Source == AddressRuleSource.Configuration || IsConfigured(rule.Network, rule.Kind)
            || rule.Until <= now || rule.Since <= _lifts.Of(rule.Network, rule.Kind))
            return;
        if (_rules.Find(rule.Network, rule.Kind) is not { } there || IsNewer(rule, there))
            TrySet(rule with { Origin = origin, Reason = Fit(rule.Reason) }, now);
    }

    private void LearnLift(string origin, IPNetwork network, AddressRuleKind kind, DateTimeOffset at, DateTimeOffset now)
    {
        Lifted(network, kind, at, now);
        if (IsConfigured(network, kind) || _rules.Find(network, kind) is not { } rule || rule.Since > at)
            return;
        _rules.Remove(rule);
        _changes.Add(new RuleLifted(rule, at, origin));
    }

    private void Learn(FailedLogins span, DateTimeOffset now)
    {
        if (_options.Ban.Failures == 0 || span.Count < 1 || Table.IsSafe(span.Network) || !_failures.Learn(span, _options.Ban, now))
            return;
        _changes.Add(span);
        BanIfDue(span.Network, now);
    }

    private void BanIfDue(IPNetwork network, DateTimeOffset now)
    {
        var options = _options.Ban;
        var failures = _failures.Count(network, options, now);
        // It may be banned already, for longer, where it fails at a server that has not heard of that yet.
        if (failures < options.Failures || _rules.Find(network, AddressRuleKind.Banned) is not null)
            return;
        var repeat = _failures.Repeat(network, options, now);
        var since = NotBefore(network, AddressRuleKind.Banned, now);
        var ban = new AddressRule(network, AddressRuleKind.Banned, since, since + options.DurationOf(repeat), $"{failures} failed logins.")
        {
            Source = AddressRuleSource.FailedLogins,
            Repeat = repeat,
        };
        TrySet(ban, now);
    }

    private void Take(AdmissionOptions options, DateTimeOffset now)
    {
        _options = options;
        var (set, ended) = _rules.Configure(options, now);
        Ended(ended);
        _changes.AddRange(set.Select(rule => new RuleSet(rule)));
    }

    private bool TrySet(AddressRule rule, DateTimeOffset now)
    {
        if (!_rules.TrySet(rule, out var ended))
            return false;
        Ended(ended);
        _changes.Add(new RuleSet(rule));
        if (rule.Kind == AddressRuleKind.Banned)
            _failures.Banned(rule, _options.Ban, now);
        return true;
    }

    private void Lifted(IPNetwork network, AddressRuleKind kind, DateTimeOffset at, DateTimeOffset now)
    {
        _lifts.Add(network, kind, at);
        if (kind == AddressRuleKind.Banned)
            _failures.Lifted(network, _options.Ban, at, now);
    }

    private void Ended(ImmutableArray<AddressRule> ended) => _changes.AddRange(ended.Select(rule => new RuleEnded(rule)));

    private bool IsConfigured(IPNetwork network, AddressRuleKind kind) => _rules.Find(network, kind)?.Source == AddressRuleSource.Configuration;

    /// <summary>Now, or just after what is to be replaced, which a server made whose clock is ahead.</summary>
    private DateTimeOffset NotBefore(IPNetwork network, AddressRuleKind kind, DateTimeOffset now)
    {
        var lifted = _lifts.Of(network, kind);
        var last = _rules.Find(network, kind) is { } rule && rule.Since > lifted ? rule.Since : lifted;
        return now > last ? now : last.AddTicks(1);
    }

    private static bool IsNewer(AddressRule rule, AddressRule other) =>
        rule.Since != other.Since ? rule.Since > other.Since : (rule.Until ?? DateTimeOffset.MaxValue) > (other.Until ?? DateTimeOffset.MaxValue);

    private static string Fit(string reason) => PrintableText.Of(reason.Length > LongestReason ? reason[..LongestReason] : reason);
}
