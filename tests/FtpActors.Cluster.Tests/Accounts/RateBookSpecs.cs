using Akka.Cluster;
using FtpActors.Cluster.Accounts;

namespace FtpActors.Cluster.Tests.Accounts;

public sealed class RateBookSpecs
{
    private const long Limit = 9_000_000;
    private static readonly UniqueAddress One = FakeMembers.Address(1);
    private static readonly UniqueAddress Two = FakeMembers.Address(2);
    private static readonly UniqueAddress Three = FakeMembers.Address(3);
    private readonly RateBook _book = new();
    private readonly Dictionary<UniqueAddress, (long Number, long Lease)> _known = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
    private long _number;

    [Fact]
    public void Three_that_are_short_should_have_equal_parts()
    {
        Settle((One, 0, true), (Two, 0, true), (Three, 0, true));

        Assert.All(_known.Values, known => Assert.InRange(known.Lease, Limit * 97 / 300, Limit / 3));
    }

    [Fact]
    public void One_alone_should_have_it_all()
    {
        Settle((One, 0, false));

        Assert.Equal(Limit, _known[One].Lease);
    }

    [Fact]
    public void What_one_does_not_need_should_be_for_those_that_are_short()
    {
        Settle((One, 1_000_000, false), (Two, 0, true), (Three, 0, true));

        Assert.InRange(_known[One].Lease, 1_100_000, 1_500_000);
        Assert.All([Two, Three], node => Assert.InRange(_known[node].Lease, 3_600_000, 3_950_000));
    }

    [Fact]
    public void Whoever_begins_should_have_a_part_at_once_where_nobody_is_short()
    {
        Settle((One, 100_000, false), (Two, 0, false), (Three, 0, false));

        Assert.All(_known.Values, known => Assert.InRange(known.Lease, Limit / 4, Limit / 2));
    }

    [Fact]
    public void More_should_be_given_only_once_others_go_slower()
    {
        Settle((One, 0, true));
        Report(Two, 0, true);

        Divide();

        Assert.InRange(_book.LeaseOf(One)!.Value, Limit / 2 * 97 / 100, Limit / 2);
        Assert.InRange(_book.LeaseOf(Two)!.Value, 1, 10);
        Report(One, 0, true);
        Divide();
        Assert.InRange(_book.LeaseOf(Two)!.Value, Limit / 2 * 97 / 100, (Limit / 2) + 1);
    }

    [Fact]
    public void A_node_that_is_silent_should_keep_its_part_of_all_until_it_is_gone()
    {
        Settle((One, 0, true), (Two, 0, true));
        _now += TimeSpan.FromSeconds(7);

        Settle((One, 0, true));

        Assert.InRange(_known[One].Lease, Limit * 2 / 3 * 97 / 100, Limit * 2 / 3);
        _book.Remove(Two);
        Settle((One, 0, true));
        Assert.InRange(_known[One].Lease, Limit * 97 / 100, Limit);
    }

    [Fact]
    public void What_a_node_says_it_uses_should_count_even_if_nobody_gave_it()
    {
        Settle((One, 0, true), (Two, 1000, false));
        _known[Two] = (_known[Two].Number, Limit / 3);
        Report(One, 0, true);
        Report(Two, 0, true);

        Divide();

        Assert.InRange(_book.LeaseOf(One)!.Value, 1, Limit / 2);
        Assert.InRange(_known.Values.Sum(known => known.Lease), 0, Limit + (Limit / 3));
        _known[One] = (_number, _book.LeaseOf(One)!.Value);
        Report(One, 0, true);
        Divide();
        Assert.InRange(_known[One].Lease + _book.LeaseOf(Two)!.Value, Limit * 97 / 100, Limit);
    }

    [Fact]
    public void The_lowest_limit_that_a_node_knows_should_count()
    {
        Report(One, 0, true);
        Report(Two, 0, true, limit: 1000);
        Divide();
        Report(One, 0, true);
        Report(Two, 0, true, limit: 1000);
        Divide();

        Assert.InRange(_book.LeaseOf(One)!.Value + _book.LeaseOf(Two)!.Value, 950, 1000);
    }

    [Fact]
    public void What_all_may_use_should_never_exceed_the_limit_whatever_comes_and_in_whatever_order()
    {
        var random = new Random(1);
        UniqueAddress[] nodes = [One, Two, Three];
        var underWay = nodes.ToDictionary(node => node, _ => new Queue<(long Number, long Lease)>());
        foreach (var node in nodes)
            Report(node, 0, false);
        for (var step = 0; step < 20_000; step++)
        {
            var node = nodes[random.Next(3)];
            if (random.Next(2) == 0 && underWay[node].TryDequeue(out var share))
                _known[node] = share;
            else
                Report(node, random.NextInt64(Limit), random.Next(2) == 0);
            foreach (var changed in _book.Divide(++_number, 3, _now))
                underWay[changed].Enqueue((_number, _book.LeaseOf(changed)!.Value));
            Assert.InRange(_known.Values.Sum(known => known.Lease), 0, Limit + 3);
        }
    }

    private void Settle(params (UniqueAddress Node, long Used, bool IsShort)[] demands)
    {
        for (var round = 0; round < 5; round++)
        {
            foreach (var (node, used, isShort) in demands)
            {
                Report(node, used, isShort);
                Divide();
                foreach (var (other, _, _) in demands)
                    _known[other] = (_number, _book.LeaseOf(other) ?? 1);
            }
        }
    }

    private void Report(UniqueAddress node, long used, bool isShort, long limit = Limit)
    {
        var (number, lease) = _known.GetValueOrDefault(node, (0, 1));
        _known[node] = (number, lease);
        _book.Report(node, number, new RateDemand(limit, lease, used, isShort), _now);
    }

    private void Divide()
    {
        _book.Divide(++_number, 3, _now);
        foreach (var node in _known.Keys.Where(node => _book.LeaseOf(node) < _known[node].Lease).ToList())
            _known[node] = (_number, _book.LeaseOf(node)!.Value);
    }
}
