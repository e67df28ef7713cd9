using FtpActors.Core.Blocking;

namespace FtpActors.Core.Tests.Blocking;

public sealed class ThreadSleepSpecs
{
    [Fact]
    public void A_thread_that_was_woken_before_should_not_sleep()
    {
        var sleep = new ThreadSleep();
        sleep.Wake();
        sleep.Wake();
        sleep.Sleep();
        sleep.Sleep();
    }

    [Fact]
    public void A_thread_should_sleep_until_it_is_woken()
    {
        var (sleep, isAwake, begun) = (new ThreadSleep(), false, new ManualResetEventSlim());
        var thread = new Thread(() =>
        {
            begun.Set();
            sleep.Sleep();
            Volatile.Write(ref isAwake, true);
        });
        thread.Start();
        begun.Wait();
        Assert.False(Volatile.Read(ref isAwake));
        sleep.Wake();
        thread.Join();
        Assert.True(Volatile.Read(ref isAwake));
    }
}
