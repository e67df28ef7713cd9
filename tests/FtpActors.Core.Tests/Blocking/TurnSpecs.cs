using FtpActors.Core.Blocking;

namespace FtpActors.Core.Tests.Blocking;

public sealed class TurnSpecs
{
    [Fact]
    public void What_an_event_sets_off_should_run_on_its_thread_in_order_and_after_it()
    {
        var steps = new List<string>();
        var here = Environment.CurrentManagedThreadId;
        Turn.Take(
            _ =>
            {
                Turn.Schedule(Piece(() =>
                {
                    steps.Add("second");
                    Turn.Schedule(Piece(() => steps.Add("fourth")));
                }));
                Turn.Schedule(Piece(() => steps.Add("third")));
                steps.Add("first");
            },
            0);
        Assert.Equal(["first", "second", "third", "fourth"], steps);
        Assert.False(Turn.IsTaken);

        Work Piece(Action action) => new(() =>
        {
            Assert.Equal(here, Environment.CurrentManagedThreadId);
            action();
        });
    }

    [Fact]
    public async Task What_follows_on_the_pool_should_be_a_turn_of_its_thread()
    {
        await default(PoolTurn);
        Assert.True(Turn.IsTaken);
        Assert.True(Thread.CurrentThread.IsThreadPoolThread);
    }

    [Fact]
    public void A_turn_within_a_turn_should_be_part_of_it()
    {
        var steps = new List<string>();
        Turn.Take(
            _ =>
            {
                Turn.Take(inner => Turn.Schedule(new Work(() => steps.Add(inner))), "later");
                steps.Add("outer");
            },
            0);
        Assert.Equal(["outer", "later"], steps);
    }

    [Fact]
    public async Task What_waits_for_an_idle_turn_should_follow_what_is_done_last()
    {
        var steps = new List<string>();
        var waiting = Task.CompletedTask;
        Turn.Take(
            _ =>
            {
                waiting = Task.WhenAll(
                    WhenIdle("idle", () => Turn.Schedule(new Work(() => steps.Add("set off by it")))),
                    WhenIdle("idle, too", () => { }));
                Turn.Schedule(new Work(() =>
                {
                    steps.Add("kept");
                    Turn.TryDoLast(new Work(() => steps.Add("last")));
                }));
            },
            0);
        Assert.Equal(["kept", "last", "idle", "set off by it", "idle, too"], steps);
        await waiting;

        async Task WhenIdle(string step, Action follows)
        {
            await Turn.Idle;
            Assert.True(Turn.IsTaken);
            steps.Add(step);
            follows();
        }
    }

    [Fact]
    public async Task What_waits_for_an_idle_turn_should_go_to_the_thread_pool_when_the_turn_has_no_end()
    {
        var idle = Task.CompletedTask;
        Turn.Take(
            _ =>
            {
                idle = OnPool();
                Again();
            },
            0);
        await idle;

        static void Again() => Turn.Schedule(new Work(Turn.IsTaken ? Again : () => { }));

        static async Task OnPool()
        {
            await Turn.Idle;
            Assert.False(Turn.IsTaken);
            Assert.True(Thread.CurrentThread.IsThreadPoolThread);
        }
    }

    [Fact]
    public async Task Outside_a_turn_nothing_should_wait_for_an_idle_one()
    {
        Assert.True(Turn.Idle.IsCompleted);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Turn.DoWhenIdle(done.SetResult);
        await done.Task;
    }

    [Fact]
    public async Task Outside_a_turn_work_should_go_to_the_thread_pool()
    {
        var onPool = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Turn.Schedule(new Work(() => onPool.SetResult(Thread.CurrentThread.IsThreadPoolThread && !Turn.IsTaken)));
        Assert.True(await onPool.Task);
    }

    [Fact]
    public async Task Work_without_end_should_not_keep_the_thread()
    {
        var runs = 0;
        var inTurn = 0;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Turn.Take(_ => Turn.Schedule(new Work(Again)), 0);
        Assert.Equal(Turn.MostPieces, inTurn);
        await ended.Task;

        void Again()
        {
            if (Turn.IsTaken)
                inTurn++;
            if (++runs < Turn.MostPieces + 10)
                Turn.Schedule(new Work(Again));
            else
                ended.SetResult();
        }
    }

    [Fact]
    public async Task What_comes_last_should_come_after_everything_set_off()
    {
        var steps = new List<string>();
        Turn.Take(
            _ =>
            {
                Assert.True(Turn.TryDoLast(new Work(() =>
                {
                    steps.Add("last");
                    Turn.Schedule(new Work(() => steps.Add("after that")));
                })));
                Turn.Schedule(new Work(() => steps.Add("work")));
            },
            0);
        Assert.Equal(["work", "last", "after that"], steps);
        Assert.False(Turn.TryDoLast(new Work(() => steps.Add("never"))));
        var flushed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.Throws<FormatException>(() => Turn.Take<int>(
            _ =>
            {
                Turn.TryDoLast(new Work(flushed.SetResult));
                throw new FormatException();
            },
            0));
        await flushed.Task;
    }

    [Fact]
    public async Task A_failing_delivery_should_end_the_turn_and_hand_its_work_over()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var idle = Task.CompletedTask;
        Assert.Throws<FormatException>(() => Turn.Take<int>(
            _ =>
            {
                Turn.Schedule(new Work(done.SetResult));
                idle = WhenIdle();
                throw new FormatException();
            },
            0));
        Assert.False(Turn.IsTaken);
        await done.Task;
        await idle;

        static async Task WhenIdle() => await Turn.Idle;
    }

    [Fact]
    public async Task What_a_turn_asked_blocking_threads_for_should_go_on_in_a_turn_of_theirs()
    {
        await using var threads = new BlockingThreads(1, "spec");
        using var asked = new ManualResetEventSlim();
        Task<(string? Name, bool InTurn)>? after = null;
        Turn.Take(_ => after = After(), 0);
        asked.Set();
        Assert.Equal(("spec-1", true), await after!);

        async Task<(string?, bool)> After()
        {
            var isWorkInTurn = await threads.Run(() =>
            {
                asked.Wait();
                return Turn.IsTaken;
            }).ConfigureAwait(false);
            Assert.False(isWorkInTurn);
            return (Thread.CurrentThread.Name, Turn.IsTaken);
        }
    }

    [Fact]
    public async Task What_awaits_an_event_in_a_turn_should_go_on_in_one_of_the_thread_that_brings_it()
    {
        var came = new TaskCompletionSource<int>();
        var after = After();
        Assert.Equal((1, false), await Now());
        var thread = new Thread(() => came.SetResult(2));
        thread.Start();
        thread.Join();
        Assert.True(after.IsCompletedSuccessfully);
        Assert.Equal((2, true), await after);

        var failing = Turn.Of(ValueTask.FromException<int>(new FormatException()));
        await Assert.ThrowsAsync<FormatException>(async () => await failing);

        async Task<(int, bool)> After() => (await Turn.Of(new ValueTask<int>(came.Task)), Turn.IsTaken);

        static async Task<(int, bool)> Now() => (await Turn.Of(new ValueTask<int>(1)), Turn.IsTaken);
    }

    private sealed class Work(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
