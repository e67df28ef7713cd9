using System.Collections.Immutable;
using Akka.Streams;
using FtpActors.Cluster.Accounts;
using FtpActors.TestKit;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Three nodes with real throttles in virtual time; what a look tells arrives with the next one.</summary>
public sealed class RateDivisionSpecs : ActorSpecBase
{
    private const long Limit = 3_000_000;
    private readonly ManualTime _time = new();
    private readonly RateBook _book = new();
    private readonly ImmutableArray<RateNode> _nodes;
    private readonly Queue<Action> _underWay = new();
    private long _number;

    public RateDivisionSpecs()
        : base("akka.loglevel = WARNING") =>
        _nodes = [.. Enumerable.Range(1, 3).Select(number => new RateNode(number, Limit, _time, Sys.Materializer()))];

    [Fact]
    public void Three_nodes_should_move_together_what_the_limit_says()
    {
        foreach (var node in _nodes)
            node.Begin();
        Advance(2);

        Assert.InRange(Advance(10), 0.97, 1.03);
        Assert.All(_nodes, node => Assert.InRange(node.Rate.Throttle.Lease!.Download!.Value, Limit / 3 * 97 / 100, Limit / 3));
    }

    [Fact]
    public void What_one_leaves_should_be_for_the_others_and_come_back_to_it()
    {
        foreach (var node in _nodes)
            node.Begin();
        Advance(3);
        _nodes[1].End();
        _nodes[2].End();
        Assert.InRange(Advance(10), 0.9, 1.03);
        Assert.InRange(Advance(10), 0.95, 1.03);

        _nodes[1].Begin();
        Assert.InRange(Advance(10), 0.9, 1.03);
        Assert.InRange(_nodes[1].Rate.Throttle.Lease!.Download!.Value, Limit * 2 / 5, Limit / 2);
    }

    [Fact]
    public void No_second_should_move_more_than_the_limit_while_nodes_come_and_go()
    {
        var random = new Random(1);
        var moving = new bool[3];
        Advance(1);
        for (var second = 0; second < 60; second++)
        {
            var index = random.Next(3);
            moving[index] = !moving[index];
            if (moving[index])
                _nodes[index].Begin();
            else
                _nodes[index].End();

            // A tenth of a second's worth may go at once after a pause, at each node.
            Assert.InRange(Advance(1), 0, 1.15);
        }
    }

    [Fact]
    public void Without_the_account_each_should_go_on_with_an_equal_part()
    {
        _nodes[0].Begin();
        Advance(3);
        Assert.InRange(_nodes[0].Rate.Throttle.Lease!.Download!.Value, Limit * 9 / 10, Limit);

        _nodes[1].Begin();
        _time.Advance(RateBook.Validity, Settle);
        foreach (var node in _nodes)
            node.Rate.Fade(_time.GetUtcNow(), _nodes.Length);

        Assert.All(_nodes, node => Assert.Equal(Limit / 3, node.Rate.Throttle.Lease!.Download));
        Assert.InRange(Advance(10), 0.9, 1.05);
    }

    /// <returns>What was moved, as a part of what the limit allows.</returns>
    private double Advance(int seconds)
    {
        var before = _nodes.Sum(node => node.Bytes);
        for (var look = 0; look < seconds * 4; look++)
        {
            _time.Advance(NodeRate.Interval, Settle);
            while (_underWay.TryDequeue(out var message))
                message();
            foreach (var node in _nodes)
            {
                if (node.Rate.Look(_time.GetUtcNow()))
                    Report(node);
            }
        }

        Settle();
        return (_nodes.Sum(node => node.Bytes) - before) / (double)(Limit * seconds);
    }

    private void Report(RateNode node)
    {
        var demands = node.Rate.Demands;
        _underWay.Enqueue(() =>
        {
            _book.Report(node.Address, demands.Number, demands.Download, _time.GetUtcNow());
            var number = ++_number;
            foreach (var changed in _book.Divide(number, _nodes.Length, _time.GetUtcNow()).Append(node.Address).Distinct())
                Lease(_nodes.Single(other => other.Address == changed), number, _book.LeaseOf(changed));
        });
    }

    private void Lease(RateNode node, long number, long? lease) => _underWay.Enqueue(() =>
    {
        if (node.Rate.Lease(number, null, lease, _time.GetUtcNow()))
            Report(node);
    });

    private void Settle() => Assert.True(SpinWait.SpinUntil(() => _nodes.All(node => node.IsAtRest), TimeSpan.FromSeconds(30)));
}
