using System.Net;
using FsCheck.Xunit;
using FtpActors.Cluster.Admission;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Tests.Admission;

public sealed class SharedRulesSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly IPNetwork Network = IPNetwork.Parse("192.0.2.1/32");

    [Property(MaxTest = 1000)]
    public void In_whatever_order_and_however_often_maps_are_merged_the_same_should_come_of_it(Said[] one, Said[] two, Said[] three)
    {
        var (a, b, c) = (Map(one), Map(two), Map(three));

        Same(Merge(a, b), Merge(b, a));
        Same(Merge(Merge(a, b), c), Merge(a, Merge(b, c)));
        Same(Merge(a, a), Merge(Merge(a, a), a));
        Same(Merge(Merge(a, b), b), Merge(a, b));
    }

    [Property(MaxTest = 1000)]
    public void A_delta_should_make_of_another_map_what_the_whole_map_makes_of_it(Said[] before, Said[] added, Said[] others)
    {
        var (map, other) = (Map(before).With([.. added.Select(Rule)]), Merge(Map(others), Map(before)));

        Same(Merge(other, map), Merge(other, map.Delta!));
        Assert.Null(map.ResetDelta().Delta);
        Same(map, map.ResetDelta());
    }

    [Fact]
    public void A_lift_should_win_over_what_was_said_before_it_or_at_the_same_time_and_lose_against_what_is_said_later()
    {
        var lifted = Lifted(Now);

        Assert.Equal(lifted, Winner(Ban(Now - TimeSpan.FromTicks(1), null), lifted));
        Assert.Equal(lifted, Winner(Ban(Now, null), lifted));
        Assert.Equal(Ban(Now + TimeSpan.FromTicks(1), null), Winner(lifted, Ban(Now + TimeSpan.FromTicks(1), null)));
        Assert.Equal(Ban(Now, TimeSpan.FromSeconds(1)), Winner(Ban(Now - TimeSpan.FromHours(1), null), Ban(Now, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void What_two_nodes_say_at_the_same_moment_should_be_the_same_on_both()
    {
        var (longer, shorter) = (Ban(Now, null), Ban(Now, TimeSpan.FromHours(2)) with { Origin = "b" });
        var same = longer with { Origin = "b" };

        Assert.Equal(longer, Winner(longer, shorter));
        Assert.Equal(longer, Winner(shorter, longer));
        Assert.Equal(same, Winner(longer, same));
        Assert.Equal(same, Winner(same, longer));
    }

    [Fact]
    public void Rules_should_be_gone_an_hour_after_their_end_and_lifts_an_hour_after_they_were_made()
    {
        var map = SharedRules.Of([Ban(Now, TimeSpan.FromMinutes(5)), Ban(Now, null, "192.0.2.2/32"), Lifted(Now, "192.0.2.3/32")]);

        Assert.Equal(3, map.Merge(map, Now + TimeSpan.FromMinutes(59)).Entries.Count);
        Assert.Equal(2, map.Merge(new SharedRules(), Now + TimeSpan.FromHours(1)).Entries.Count);
        Assert.Equal("192.0.2.2/32", Assert.Single(new SharedRules().Merge(map, Now + TimeSpan.FromMinutes(65)).Entries).Key.Network.ToString());
    }

    [Fact]
    public void A_rule_without_end_should_be_kept_as_one_that_ends_at_the_end_of_time()
    {
        Assert.Equal(DateTimeOffset.MaxValue, Ban(Now, null).KeptUntil);
        Assert.Equal(DateTimeOffset.MaxValue, Ban(Now, DateTimeOffset.MaxValue - Now).KeptUntil);
    }

    [Fact]
    public void Of_too_many_those_should_stay_that_last_longest()
    {
        var many = SharedRules.Of(Enumerable.Range(0, 300).Select(number => Ban(Now, TimeSpan.FromMinutes(number), $"198.51.{number / 256}.{number % 256}/32")));

        var merged = many.Merge(new SharedRules(), Now);

        Assert.Equal(SharedRules.MostEntries, merged.Entries.Count);
        Assert.All(merged.Entries.Values, rule => Assert.True(rule.Rule!.Until >= Now + TimeSpan.FromMinutes(300 - SharedRules.MostEntries)));
    }

    [Fact]
    public void Buckets_should_be_about_equal_and_the_same_in_every_process()
    {
        var networks = Enumerable.Range(0, 20_000).Select(number => IPNetwork.Parse($"198.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}/32"));

        var buckets = networks.CountBy(network => NetworkOrder.BucketOf(network, NodeAdmissionActor.RuleBuckets)).ToDictionary();

        Assert.Equal(NodeAdmissionActor.RuleBuckets, buckets.Count);
        Assert.All(buckets.Values, count => Assert.InRange(count, 1, SharedRules.MostEntries));
        Assert.Equal((92, 69), (NetworkOrder.BucketOf(Network, NodeAdmissionActor.RuleBuckets), NetworkOrder.BucketOf(IPNetwork.Parse("2001:db8::/64"), NodeAdmissionActor.RuleBuckets)));
    }

    private static SharedRule Winner(SharedRule first, SharedRule second) =>
        Assert.Single(SharedRules.Of([first]).Merge(SharedRules.Of([second]), Now).Entries).Value;

    private static SharedRule Ban(DateTimeOffset at, TimeSpan? duration, string network = "192.0.2.1/32") =>
        SharedRule.Set(new AddressRule(IPNetwork.Parse(network), AddressRuleKind.Banned, at, at + duration, ""), "a");

    private static SharedRule Lifted(DateTimeOffset at, string network = "192.0.2.1/32") => SharedRule.Lifted(Ban(at, null, network).Rule!, at, "a");

    private static SharedRules Map(Said[] said) => SharedRules.Of(said.Select(Rule));

    private static SharedRules Merge(SharedRules one, SharedRules other) => one.Merge(other, Now);

    private static void Same(SharedRules one, SharedRules other) => Assert.Equal(one.Entries, other.Entries);

    /// <summary>Few networks, moments and nodes, so that they meet; a node says one thing at a time.</summary>
    private static SharedRule Rule(Said said)
    {
        var at = Now + TimeSpan.FromMinutes(said.Moment % 4);
        var network = IPNetwork.Parse($"192.0.2.{said.Network % 3}/32");
        TimeSpan? duration = said.Moment % 2 == 0 ? null : TimeSpan.FromMinutes(said.Origin % 2 * -80);
        var rule = SharedRule.Set(new AddressRule(network, AddressRuleKind.Banned, at, at + duration, ""), $"{said.Origin % 3}");
        return said.IsLift ? rule with { Rule = null } : rule;
    }

    public sealed record Said(byte Network, byte Moment, byte Origin, bool IsLift);
}
