using Akka.Streams;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Flows;

/// <summary>What throttles do to streams, by a clock of the spec's own.</summary>
[Collection(BufferCountCollection.Name)]
public sealed class ThrottleSpecs : ActorSpecBase, IAsyncLifetime
{
    private const int Big = 256 * 1024;
    private readonly ThrottledStreams _streams;
    private readonly long _buffersBefore = TransferChunk.OutstandingBuffers;

    public ThrottleSpecs() => _streams = new ThrottledStreams(Sys.Materializer());

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _streams.StopAll();
        await AwaitAssertAsync(() => Assert.Equal(_buffersBefore, TransferChunk.OutstandingBuffers));
    }

    [Theory]
    [InlineData(1, Big)]
    [InlineData(100, Big)]
    [InlineData(100, 1)]
    [InlineData(10_000, Big)]
    [InlineData(10_000, 7)]
    [InlineData(1_000_000, Big)]
    [InlineData(1_000_000, 30_000)]
    [InlineData(20_000_000, Big)]
    public void Throttle_should_let_pass_what_its_limit_allows_within_5_percent_over_10_seconds(long limit, int chunkSize)
    {
        var stream = _streams.Start(chunkSize, _streams.Limit(limit));
        _streams.Advance(10);
        AssertNear(10 * limit, stream.Bytes, atLeast: 1);
    }

    [Fact]
    public void Throttle_should_lose_nothing_when_timers_are_late()
    {
        _streams.Time.Lateness = TimeSpan.FromMilliseconds(30);
        var stream = _streams.Start(Big, _streams.Limit(1_000_000));
        _streams.Advance(10);
        AssertNear(10_000_000, stream.Bytes);
    }

    [Fact]
    public void Throttle_should_let_pass_a_tenth_of_a_second_at_most_after_a_pause()
    {
        var throttle = _streams.Limit(100_000);
        _streams.Time.Advance(TimeSpan.FromMinutes(10));
        var stream = _streams.Start(Big, throttle);
        _streams.Settle();
        Assert.InRange(stream.Bytes, 5_000, 10_000);
    }

    [Theory]
    [InlineData(2, 100_000)]
    [InlineData(5, 1_000_000)]
    [InlineData(40, 1_000_000)]
    public void Throttle_should_be_shared_evenly_by_the_streams_that_wait(int count, long limit)
    {
        var throttle = _streams.Limit(limit);
        var streams = Enumerable.Range(0, count).Select(_ => _streams.Start(Big, throttle)).ToList();
        _streams.Advance(1);
        var before = streams.ConvertAll(stream => stream.Bytes);
        _streams.Advance(10);
        var moved = streams.Zip(before, (stream, bytes) => stream.Bytes - bytes).ToList();
        AssertNear(10 * limit, moved.Sum());
        Assert.All(moved, bytes => AssertNear(10 * limit / count, bytes));
    }

    [Fact]
    public void Throttle_should_leave_to_others_what_a_slower_stream_does_not_take()
    {
        var shared = _streams.Limit(1_000_000);
        var slow = _streams.Start(Big, _streams.Limit(50_000), shared);
        var others = new[] { _streams.Start(Big, shared), _streams.Start(Big, shared) };
        _streams.Advance(10);
        AssertNear(500_000, slow.Bytes);
        Assert.All(others, stream => AssertNear(4_750_000, stream.Bytes));
    }

    [Theory]
    [InlineData(10_000, 1_000_000, 1_000_000)]
    [InlineData(1_000_000, 10_000, 1_000_000)]
    [InlineData(1_000_000, 1_000_000, 10_000)]
    [InlineData(10_000, 10_000, 10_000)]
    public void Throttle_should_not_slow_a_stream_below_the_tightest_of_several(long first, long second, long third)
    {
        var stream = _streams.Start(Big, _streams.Limit(first), _streams.Limit(second), _streams.Limit(third));
        _streams.Advance(10);
        AssertNear(100_000, stream.Bytes);
    }

    [Theory]
    [InlineData(1_000_000, 10_000)]
    [InlineData(10_000, 1_000_000)]
    [InlineData(1_000_000, 100)]
    [InlineData(1, 1_000_000)]
    public void Throttle_should_take_a_new_limit_at_once_also_for_streams_that_wait(long before, long after)
    {
        var throttle = _streams.Limit(before);
        var streams = new[] { _streams.Start(Big, throttle), _streams.Start(Big, throttle) };
        _streams.Advance(3);
        var moved = streams.Sum(stream => stream.Bytes);

        throttle.Limit = after;
        _streams.Advance(10);

        Assert.Equal(after, throttle.Limit);
        AssertNear(10 * after, streams.Sum(stream => stream.Bytes) - moved);
    }

    [Fact]
    public async Task Throttle_should_let_everybody_go_when_its_limit_is_taken_away()
    {
        var throttle = _streams.Limit(1);
        var streams = new[] { _streams.Start(100, throttle), _streams.Start(100, throttle) };
        _streams.Settle();

        throttle.Limit = null;

        await AwaitAssertAsync(() => Assert.All(streams, stream => Assert.True(stream.Bytes > 100_000)));
        Assert.Equal(0, throttle.Waiting);
        Assert.Null(throttle.Limit);
    }

    [Fact]
    public void Throttle_should_slow_a_stream_that_had_no_limit()
    {
        var throttle = _streams.Limit(null);
        var stream = _streams.Start(1000, throttle);
        Assert.True(SpinWait.SpinUntil(() => stream.Bytes > 100_000, TimeSpan.FromSeconds(20)));

        throttle.Limit = 10_000;
        _streams.Settle();
        var moved = stream.Bytes;
        _streams.Advance(10);

        AssertNear(100_000, stream.Bytes - moved);
    }

    [Fact]
    public async Task Throttle_should_take_back_what_a_stream_that_ends_while_it_waits_was_granted()
    {
        var (narrow, shared) = (_streams.Limit(1), _streams.Limit(1000));
        var held = _streams.Start(Big, shared, narrow);
        var other = _streams.Start(Big, shared);
        _streams.Advance(1);
        await _streams.Stop(held);
        Assert.Equal((0, 1), (narrow.Waiting, shared.Waiting));
        var moved = other.Bytes;
        _streams.Advance(10);
        AssertNear(10_000, other.Bytes - moved);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Throttle_should_refuse_limits_below_1(long limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Throttle(limit));

    [Fact]
    public void ThrottleOptions_should_combine_to_the_tighter_limits()
    {
        var (one, other) = (new ThrottleOptions { Upload = 5 }, new ThrottleOptions { Upload = 7, Download = 3 });
        Assert.Equal(new ThrottleOptions { Upload = 5, Download = 3 }, one.And(other));
        Assert.Equal(one.And(other), other.And(one));
        Assert.Equal(one, one.And(ThrottleOptions.Unlimited));
    }

    private static void AssertNear(long expected, long actual, long atLeast = 0)
    {
        var slack = Math.Max(expected / 20, atLeast);
        Assert.InRange(actual, expected - slack, expected + slack);
    }
}
