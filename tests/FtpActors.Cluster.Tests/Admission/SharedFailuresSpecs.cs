using System.Net;
using FsCheck.Xunit;
using FtpActors.Cluster.Admission;

namespace FtpActors.Cluster.Tests.Admission;

public sealed class SharedFailuresSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Property(MaxTest = 1000)]
    public void Of_each_node_and_span_the_highest_count_should_stay_in_whatever_order_it_comes(Counted[] one, Counted[] two)
    {
        var (a, b) = (SharedFailures.Of(one.Select(Failure)), SharedFailures.Of(two.Select(Failure)));
        var highest = one.Concat(two).Select(Failure).GroupBy(failure => failure.Key).ToDictionary(same => same.Key, same => same.Max(failure => failure.Count));

        Assert.Equal(highest, a.Merge(b, Now).Entries.ToDictionary(failure => failure.Key, failure => failure.Value.Count));
        Assert.Equal(a.Merge(b, Now).Entries, b.Merge(a, Now).Entries);
    }

    [Fact]
    public void Counts_should_be_gone_when_they_count_no_more()
    {
        var map = SharedFailures.Of([Failure(new Counted(0, 0, 0, 1)), Failure(new Counted(0, 0, 1, 1))]);

        Assert.Equal(2, map.Merge(map, Now).Entries.Count);
        Assert.Single(map.Merge(map, Now + TimeSpan.FromMinutes(10)).Entries);
        Assert.Empty(map.Merge(map, Now + TimeSpan.FromMinutes(11)).Entries);
    }

    private static SharedFailure Failure(Counted counted)
    {
        var since = Now + TimeSpan.FromMinutes(counted.Since % 2);
        return new(new FailureKey(IPNetwork.Parse($"192.0.2.{counted.Network % 2}/32"), $"{counted.Origin % 3}", since), counted.Count, since + TimeSpan.FromMinutes(10));
    }

    public sealed record Counted(byte Network, byte Origin, byte Since, byte Count);
}
