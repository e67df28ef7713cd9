using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Transfers;

public class ProgressMeterSpecs : ClientSpecBase
{
    /// <summary>A timer fires again, whether its last call has returned or not.</summary>
    [Fact]
    public async Task A_listener_that_takes_its_time_should_hold_one_thread_and_no_more()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(100_000));
        var time = new TimerByHand();
        await using var client = await Connect(ftp, options => options with { Time = time, Throttle = new() { Download = 1000 } });
        var (listens, leaves) = (new TaskCompletionSource(), new TaskCompletionSource());
        var progress = new Listener(_ =>
        {
            listens.TrySetResult();
            leaves.Task.Wait();
        });
        var options = new TransferOptions { Progress = progress, ProgressInterval = TimerByHand.Period };
        var download = client.Download("/a", new MemoryStorage(), FtpPath.Parse("/a"), options);
        var report = await time.Fire.WaitAsync(ScriptedSession.Patience);

        var first = Task.Run(report);
        await listens.Task.WaitAsync(ScriptedSession.Patience);
        await Task.Run(report).WaitAsync(ScriptedSession.Patience);

        Assert.False(first.IsCompleted);
        leaves.SetResult();
        await first;
        client.Limit = ThrottleOptions.Unlimited;
        Assert.Equal(100_000, (await download).Bytes);
    }

    private sealed class Listener(Action<TransferProgress> heard) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => heard(value);
    }

    /// <summary>The system's time; the one timer of this period fires when it is called.</summary>
    private sealed class TimerByHand : TimeProvider
    {
        private readonly TaskCompletionSource<Action> _fire = new();

        public static TimeSpan Period { get; } = TimeSpan.FromHours(7);

        public Task<Action> Fire => _fire.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (period == Period)
                _fire.SetResult(() => callback(state));
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
