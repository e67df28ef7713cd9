using FtpActors.Core.Blocking;

namespace FtpActors.Core.Tests.Blocking;

public sealed class BlockingThreadsSpecs
{
    [Fact]
    public async Task Run_should_use_as_many_threads_as_allowed_and_no_more()
    {
        await using var threads = new BlockingThreads(3, "spec");
        using var gate = new ManualResetEventSlim();
        using var begun = new CountdownEvent(3);
        var most = 0;
        var now = 0;
        var all = Enumerable.Range(0, 12).Select(_ => threads.Run(() =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));
            if (!begun.IsSet)
                begun.Signal();
            gate.Wait();
            return Interlocked.Decrement(ref now);
        })).ToList();
        await Task.Run(() => begun.Wait());
        Assert.DoesNotContain(all, one => one.IsCompleted);
        gate.Set();
        await Task.WhenAll(all);
        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Run_should_not_run_on_the_pool_nor_continue_on_its_own_threads()
    {
        await using var threads = new BlockingThreads(1, "spec");
        Assert.False(await threads.Run(() => Thread.CurrentThread.IsThreadPoolThread));
        Assert.DoesNotContain("spec", Thread.CurrentThread.Name ?? "");
    }

    [Fact]
    public async Task Run_should_pass_failures_on_and_go_on()
    {
        await using var threads = new BlockingThreads(1, "spec");
        await Assert.ThrowsAsync<FormatException>(() => threads.Run<int>(() => throw new FormatException()));
        Assert.Equal(1, await threads.Run(() => 1));
    }

    [Fact]
    public async Task Run_should_leave_cancelled_work_out()
    {
        await using var threads = new BlockingThreads(1, "spec");
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = threads.Run(() =>
        {
            gate.Wait();
            return 0;
        });
        var second = threads.Run<int>(() => throw new InvalidOperationException("ran"), cancel.Token);
        await cancel.CancelAsync();
        gate.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Disposing_should_do_what_is_queued_and_refuse_the_rest()
    {
        var threads = new BlockingThreads(1, "spec");
        var queued = Enumerable.Range(0, 5).Select(i => threads.Run(() => i)).ToList();
        await threads.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, 5), await Task.WhenAll(queued));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.Run(() => 6));
        await threads.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_enters_should_go_on_there_behind_what_waits()
    {
        await using var threads = new BlockingThreads(1, "spec");
        var order = new List<int>();
        await Task.WhenAll(threads.Run(async () =>
        {
            var queued = threads.Run(() => order.Count);
            Assert.True(threads.IsAwaited);
            await threads.Enter();
            order.Add(await queued);
            Assert.Equal("spec-1", Thread.CurrentThread.Name);
        }).Unwrap());
        Assert.Equal([0], order);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
        }
    }
}
