using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;

namespace FtpActors.Server.Admission;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>) about the addresses that may connect.</summary>
/// <remarks>
/// A rule counts at once: connections it refuses are not served, sessions it refuses end with 421. What has been changed by
/// message is forgotten when the server stops. Networks come in any form and are answered as <see cref="AddressNetwork.Plain"/> gives them.
///
/// Servers that share their rules watch each other's: what a watcher hears without an origin was made here, and unless it is of the
/// configuration, which every server has for itself, it is told elsewhere with <see cref="LearnRule"/>, <see cref="LearnLifted"/> or
/// <see cref="LearnFailedLogins"/>. Each of these may come late, twice and in any order; watchers hear of what it changes, with its
/// origin. The clocks of such servers are taken to agree.
/// </remarks>
public static class AdmissionProtocol
{
    /// <summary>Watchers of a server at once.</summary>
    public const int MostWatchers = 64;

    /// <summary>Letters of a reason; more are cut.</summary>
    public const int LongestReason = 200;

    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Whoever does not wait for the answer leaves no dead letter.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Refuse the addresses of a network that are not safe. Answered by <see cref="RuleSet"/> or <see cref="Refused"/>.
    /// Again: the new duration and reason count.</summary>
    /// <param name="Network">Whom.</param>
    /// <param name="Duration">From now, more than zero; null for good.</param>
    /// <param name="Reason">For the operator, one line.</param>
    public sealed record Ban(IPNetwork Network, TimeSpan? Duration = null, string Reason = "") : ICommand;

    /// <summary>As <see cref="Ban"/>, safe ones too.</summary>
    /// <param name="Network">Whom.</param>
    /// <param name="Duration">From now, more than zero; null for good.</param>
    /// <param name="Reason">For the operator, one line.</param>
    public sealed record Deny(IPNetwork Network, TimeSpan? Duration = null, string Reason = "") : ICommand;

    /// <summary>Let the addresses of a network in, and nobody whom no such rule lets in. Answered by <see cref="RuleSet"/> or
    /// <see cref="Refused"/>. Again: the new duration and reason count.</summary>
    /// <param name="Network">Whom.</param>
    /// <param name="Duration">From now, more than zero; null for good. Once no such rule is left, everybody is let in again.</param>
    /// <param name="Reason">For the operator, one line.</param>
    public sealed record Allow(IPNetwork Network, TimeSpan? Duration = null, string Reason = "") : ICommand;

    /// <summary>End a rule; with a ban the failed logins of its network are forgotten, and the bans before it. Answered by
    /// <see cref="RuleLifted"/>, <see cref="NoSuchRule"/> or, for one of the configuration, <see cref="Refused"/>.</summary>
    /// <param name="Network">Of the rule: not a part of it.</param>
    /// <param name="Kind">Of the rule.</param>
    public sealed record Lift(IPNetwork Network, AddressRuleKind Kind) : ICommand;

    /// <summary>Answered by <see cref="Rules"/>.</summary>
    public sealed record GetRules : ICommand;

    /// <summary>What a server would do about an address. Answered by <see cref="Verdict"/>.</summary>
    public sealed record Judge(IPAddress Address) : ICommand;

    /// <summary>Take these options in place of those the server was started with, or had since. Rules made by message stay.
    /// Answered by <see cref="Configured"/>.</summary>
    public sealed record Configure(AdmissionOptions Options) : ICommand;

    /// <summary><paramref name="Watcher"/> hears <see cref="Rules"/> and from then on what changes: <see cref="RuleSet"/>,
    /// <see cref="RuleLifted"/>, <see cref="RuleEnded"/>, <see cref="FailedLogins"/>; or <see cref="TooManyWatchers"/>. Until
    /// <see cref="Unwatch"/>, or its own or the server's end. Again: it hears <see cref="Rules"/> again.</summary>
    public sealed record Watch(IActorRef Watcher) : ICommand;

    /// <summary><paramref name="Watcher"/> hears <see cref="Unwatched"/> and nothing after it. Idempotent.</summary>
    public sealed record Unwatch(IActorRef Watcher) : ICommand;

    /// <summary>Another server has set a rule. Not answered. Counts unless it is over, comes of that server's configuration, or there is a rule of
    /// the same kind and network here that was made later (or as late, and ends no earlier) or is configured. With a ban the failed
    /// logins before it are forgotten.</summary>
    /// <param name="Origin">The other server.</param>
    /// <param name="Rule">As it was set there.</param>
    public sealed record LearnRule(string Origin, AddressRule Rule) : ICommand;

    /// <summary>Another server has lifted a rule. Not answered. Counts for a rule that was made no later, and for failed logins
    /// that were counted no later, whether there is such a rule here or not.</summary>
    /// <param name="Origin">The other server.</param>
    /// <param name="Network">Of the rule.</param>
    /// <param name="Kind">Of the rule.</param>
    /// <param name="At">When: <see cref="RuleLifted.At"/>.</param>
    public sealed record LearnLifted(string Origin, IPNetwork Network, AddressRuleKind Kind, DateTimeOffset At) : ICommand;

    /// <summary>Another server has counted failed logins. Not answered. They count with those of this server and may lead to a ban,
    /// which is then made here. What is known of the same origin, network and <paramref name="Since"/> is replaced where it is less.</summary>
    /// <param name="Origin">The other server.</param>
    /// <param name="Network">From where.</param>
    /// <param name="Since">As in <see cref="FailedLogins"/>.</param>
    /// <param name="Count">As in <see cref="FailedLogins"/>.</param>
    public sealed record LearnFailedLogins(string Origin, IPNetwork Network, DateTimeOffset Since, int Count) : ICommand;

    /// <param name="Rule">Counts from now on, in place of one of the same kind and network.</param>
    public sealed record RuleSet(AddressRule Rule) : IEvent;

    /// <param name="Rule">As it was; does not count any more.</param>
    /// <param name="At">When it was lifted, by the clock of the server that did.</param>
    /// <param name="Origin">That server; null for this one.</param>
    public sealed record RuleLifted(AddressRule Rule, DateTimeOffset At, string? Origin = null) : IEvent;

    /// <summary>Its time is over, a rule of the configuration took its place, or it was the ban that would have ended first
    /// when there were too many rules. Every server does this by itself.</summary>
    public sealed record RuleEnded(AddressRule Rule) : IEvent;

    /// <summary>Failed logins from a network in a span of time, a sixteenth of <see cref="BanOptions.Within"/> long, that goes on
    /// perhaps: the same <paramref name="Since"/> comes again with a higher count. Told only where they can lead to a ban.</summary>
    /// <param name="Network">From where: <see cref="AddressNetwork.Of"/>.</param>
    /// <param name="Since">When the span begins; unique for origin and network.</param>
    /// <param name="Count">So far, at least 1.</param>
    /// <param name="Origin">The server that counted them; null for this one.</param>
    public sealed record FailedLogins(IPNetwork Network, DateTimeOffset Since, int Count, string? Origin = null) : IEvent;

    /// <param name="All">In no order, those of the configuration included.</param>
    /// <param name="Failures">Failed logins that count still and have led to no ban yet.</param>
    public sealed record Rules(ImmutableArray<AddressRule> All, ImmutableArray<FailedLogins> Failures) : IEvent;

    /// <param name="Address">Plain.</param>
    /// <param name="IsLetIn">Or refused.</param>
    /// <param name="Rule">That decides; null where none does, or none of those that allow.</param>
    public sealed record Verdict(IPAddress Address, bool IsLetIn, AddressRule? Rule) : IEvent;

    public sealed record Configured : IEvent;

    public sealed record NoSuchRule(IPNetwork Network, AddressRuleKind Kind) : IEvent;

    /// <param name="Problem">A sentence: why nothing was done.</param>
    public sealed record Refused(string Problem) : IEvent;

    /// <param name="Most">That many watch already.</param>
    public sealed record TooManyWatchers(int Most) : IEvent;

    public sealed record Unwatched : IEvent;
}
