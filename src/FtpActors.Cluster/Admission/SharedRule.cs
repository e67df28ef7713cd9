using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Admission;

/// <summary>What was last said of a network, on any node.</summary>
/// <param name="Key">Of the rule.</param>
/// <param name="At">When, by the clock of the node that said it; of two the later one counts.</param>
/// <param name="Origin">That node.</param>
/// <param name="Rule">Null: it was lifted.</param>
internal sealed record SharedRule(RuleKey Key, DateTimeOffset At, string Origin, AddressRule? Rule) : IExpiring<RuleKey, SharedRule>
{
    /// <summary>How long it is held beyond its end, or beyond a lift, so that no node that has missed it brings back what it took the
    /// place of. Clocks have to agree within this time.</summary>
    public static readonly TimeSpan Afterlife = TimeSpan.FromHours(1);

    public DateTimeOffset KeptUntil => Rule is null ? After(At) : Rule.Until is { } until ? After(until) : DateTimeOffset.MaxValue;

    public static SharedRule Set(AddressRule rule, string origin) => new(new RuleKey(rule.Network, rule.Kind), rule.Since, origin, rule);

    public static SharedRule Lifted(AddressRule rule, DateTimeOffset at, string origin) => new(new RuleKey(rule.Network, rule.Kind), at, origin, null);

    /// <remarks>As servers see it: of what was said at the same moment a lift counts, or else the rule that ends later.</remarks>
    public bool Outranks(SharedRule other) => Rank.CompareTo(other.Rank) is not 0 and var order ? order > 0 : string.CompareOrdinal(Origin, other.Origin) > 0;

    private (DateTimeOffset At, bool IsLift, DateTimeOffset Until) Rank => (At, Rule is null, Rule?.Until ?? DateTimeOffset.MaxValue);

    private static DateTimeOffset After(DateTimeOffset end) => end < DateTimeOffset.MaxValue - Afterlife ? end + Afterlife : DateTimeOffset.MaxValue;
}
