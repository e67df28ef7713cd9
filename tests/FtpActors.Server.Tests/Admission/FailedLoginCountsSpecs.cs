using System.Net;
using FtpActors.Server.Admission;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Tests.Admission;

public class FailedLoginCountsSpecs
{
    private static readonly IPNetwork Here = IPNetwork.Parse("192.0.2.1/32");
    private static readonly IPNetwork There = IPNetwork.Parse("192.0.2.2/32");
    private static readonly BanOptions Options = new() { Within = TimeSpan.FromMinutes(16), Longest = TimeSpan.FromHours(1) };

    private readonly FailedLoginCounts _counts = new(maxNetworks: 4);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FailedLoginCounts_should_count_each_network_by_itself()
    {
        Add(Here, 3);
        Add(There, 1);

        Assert.Equal((3, 1, 0), (Count(Here), Count(There), Count(IPNetwork.Parse("192.0.2.3/32"))));
    }

    [Fact]
    public void FailedLoginCounts_should_count_in_spans_and_forget_each_after_its_time()
    {
        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(_ => Add(Here, 1).Count));
        var first = _now;
        Pass(TimeSpan.FromSeconds(59));
        Assert.Equal(new FailedLogins(Here, first, 3), Add(Here, 1));
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(new FailedLogins(Here, _now, 1), Add(Here, 1));

        Pass(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.Equal(4, Count(Here));
        Pass(TimeSpan.FromTicks(1));
        Assert.Equal(1, Count(Here));
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Count(Here));
    }

    [Fact]
    public void FailedLoginCounts_should_keep_no_more_spans_than_there_can_be_however_many_fail()
    {
        for (var i = 0; i < 10_000; i++)
        {
            Add(Here, 1);
            Pass(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_counts.All(Options, _now).Length, 15, 17);
        Assert.InRange(Count(Here), 14 * 60, 16 * 60);
    }

    [Fact]
    public void FailedLoginCounts_should_add_those_of_other_servers_once()
    {
        Add(Here, 2);
        var span = new FailedLogins(Here, _now, 5, "other");

        Assert.True(Learn(span));
        Assert.False(Learn(span));
        Assert.False(Learn(span with { Count = 4 }));
        Assert.Equal(7, Count(Here));
        Assert.True(Learn(span with { Count = 6 }));
        Assert.True(Learn(span with { Origin = "third" }));
        Assert.True(Learn(span with { Since = _now - TimeSpan.FromMinutes(15) }));
        Assert.False(Learn(span with { Since = _now - TimeSpan.FromMinutes(16) }));

        Assert.Equal(18, Count(Here));
    }

    [Fact]
    public void FailedLoginCounts_should_forget_what_led_to_a_ban_also_what_is_heard_of_later()
    {
        Add(Here, 2);
        var span = new FailedLogins(Here, _now, 5, "other");
        Pass(TimeSpan.FromSeconds(1));
        _counts.Banned(Ban(_now, repeat: 0), Options, _now);

        Assert.Equal(0, Count(Here));
        Assert.False(Learn(span));
        var next = Add(Here, 1);
        Assert.True(next.Since > _now);
        Assert.Equal(1, Count(Here));
    }

    [Fact]
    public void FailedLoginCounts_should_count_bans_that_follow_each_other_until_long_after_the_last()
    {
        Assert.Equal(0, Repeat());
        _counts.Banned(Ban(_now, repeat: 0), Options, _now);
        Assert.Equal(1, Repeat());
        Pass(TimeSpan.FromMinutes(10) + TimeSpan.FromMinutes(59));
        Assert.Equal(1, Repeat());
        _counts.Banned(Ban(_now, repeat: 1), Options, _now);
        Assert.Equal(2, Repeat());

        Pass(TimeSpan.FromMinutes(70));

        Assert.Equal(0, Repeat());
    }

    [Fact]
    public void FailedLoginCounts_should_forget_failures_and_bans_with_a_lift_in_all_of_the_network()
    {
        _counts.Banned(Ban(_now, repeat: 3), Options, _now);
        Pass(TimeSpan.FromSeconds(1));
        Add(Here, 2);
        Add(There, 2);
        var other = IPNetwork.Parse("198.51.100.1/32");
        Add(other, 2);
        var learnt = new FailedLogins(Here, _now, 5, "other");

        Pass(TimeSpan.FromSeconds(1));
        _counts.Lifted(IPNetwork.Parse("192.0.2.1/32"), Options, _now, _now);
        Assert.Equal((0, 2, 0), (Count(Here), Count(There), Repeat()));
        Assert.False(Learn(learnt));

        _counts.Lifted(IPNetwork.Parse("192.0.2.0/24"), Options, _now, _now);
        Assert.Equal((0, 2), (Count(There), Count(other)));
    }

    [Fact]
    public void FailedLoginCounts_should_drop_the_network_that_nothing_was_heard_of_for_longest_when_there_are_too_many()
    {
        Add(Here, 1);
        Add(There, 1);
        Add(IPNetwork.Parse("192.0.2.3/32"), 1);
        Add(IPNetwork.Parse("192.0.2.5/32"), 1);
        Add(Here, 1);
        Add(IPNetwork.Parse("192.0.2.4/32"), 1);

        Assert.Equal((2, 0), (Count(Here), Count(There)));
        Assert.Equal(4, _counts.All(Options, _now).Length);
    }

    private static AddressRule Ban(DateTimeOffset since, int repeat) =>
        new(Here, AddressRuleKind.Banned, since, since + TimeSpan.FromMinutes(10), "") { Source = AddressRuleSource.FailedLogins, Repeat = repeat };

    private FailedLogins Add(IPNetwork network, int times)
    {
        FailedLogins last = null!;
        for (var i = 0; i < times; i++)
            last = _counts.Add(network, Options, _now);
        return last;
    }

    private bool Learn(FailedLogins span) => _counts.Learn(span, Options, _now);

    private int Count(IPNetwork network) => _counts.Count(network, Options, _now);

    private int Repeat() => _counts.Repeat(Here, Options, _now);

    private void Pass(TimeSpan time) => _now += time;
}
