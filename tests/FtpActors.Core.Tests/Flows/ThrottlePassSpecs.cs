using FtpActors.Core.Flows;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Flows;

/// <summary>Those who move bytes without a stream.</summary>
public class ThrottlePassSpecs
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Bytes_should_pass_at_once_without_a_limit() => await new Throttle(null, _time).Pass(int.MaxValue, default);

    [Fact]
    public async Task Bytes_should_wait_for_as_long_as_the_limit_says()
    {
        var throttle = new Throttle(1000, _time);
        var passing = throttle.Pass(2000, default).AsTask();
        for (var second = 0; second < 3 && !passing.IsCompleted; second++)
            _time.Advance(TimeSpan.FromSeconds(1), () => SpinWait.SpinUntil(() => passing.IsCompleted || throttle.Waiting == 1, TimeSpan.FromSeconds(30)));
        await passing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(_time.GetUtcNow().TimeOfDay, TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_should_leave_the_queue()
    {
        var throttle = new Throttle(1000, _time);
        using var cancel = new CancellationTokenSource();
        var passing = throttle.Pass(100_000, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passing);
        Assert.Equal(0, throttle.Waiting);
    }
}
