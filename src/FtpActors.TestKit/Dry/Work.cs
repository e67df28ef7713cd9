using System.Diagnostics;

namespace FtpActors.TestKit.Dry;

/// <summary>What a dry server has to do just now, so that its clock can wait until nothing is left that needs no time.</summary>
/// <remarks>
/// What actors and connections set off is counted from when it is queued until it is done. All of it runs in an execution context of this
/// server, which whatever it awaits goes on in: so a thread that goes on with it counts as well. What is on its way between the two
/// stands in a queue of the thread pool, which has to be empty, or was taken out of it by a thread that has not begun yet: so no
/// thread of the pool may be at work but those that somebody else blocks: as many as are at work all through a while of rest.
/// </remarks>
internal sealed class Work
{
    /// <summary>Others may use the thread pool, too: as long it is waited for that its queue is empty.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whatever takes longer blocks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>How long there has to be nothing to do while threads of the pool are at work, others' as it seems: longer than a machine with
    /// much to do lets a thread wait that has taken something and not begun.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks that find no other thread at work, on end: one more than none, for what a thread outside of the pool hands over.</summary>
    private const int StillLooks = 2;

    private static readonly AsyncLocal<Work?> Here = new(OnSwitch);

    /// <summary>One look in the process at a time: the threads of two would keep each other from finding rest.</summary>
    private static readonly SemaphoreSlim Looking = new(1);

    /// <summary>Threads of the pool that are at work although nothing is to be done: somebody blocks them.</summary>
    private static int _blocked;

    private readonly ExecutionContext _context;
    private int _open;
    private int _running;
    private long _begun;
    private TaskCompletionSource? _waiting;

    public Work()
    {
        var before = Here.Value;
        Here.Value = this;
        _context = ExecutionContext.Capture()!;
        Here.Value = before;
    }

    /// <summary>Does it on the thread pool.</summary>
    public void Post(Action action) => ThreadPool.UnsafeQueueUserWorkItem(Counted(action), preferLocal: false);

    /// <summary>The same work, open from now until it is done.</summary>
    public IThreadPoolWorkItem Counted(Action action)
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _open);
        return new Item(this, action);
    }

    /// <summary>Waits until there is nothing to do.</summary>
    /// <param name="looks">How often that has to be so on end while others keep the thread pool busy.</param>
    /// <param name="isLeap">It must not be an error: then others make it wait for a while as well.</param>
    /// <exception cref="TimeoutException">Something of it blocks a thread.</exception>
    public async Task Rest(int looks, bool isLeap)
    {
        var start = Stopwatch.GetTimestamp();
        var (since, quiet, still, fewest) = (start, 0, 0, int.MaxValue);
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Idle().WaitAsync(Longest).ConfigureAwait(false);
            if (await Look().ConfigureAwait(false) is not { } others)
            {
                (since, quiet, still, fewest) = (Stopwatch.GetTimestamp(), 0, 0, int.MaxValue);
                continue;
            }

            quiet++;
            still = others <= Volatile.Read(ref _blocked) ? still + 1 : 0;
            fewest = Math.Min(fewest, others);
            if (still == StillLooks || (quiet >= looks && !isLeap))
                return;
            if (quiet >= looks && Stopwatch.GetElapsedTime(since) >= Span)
            {
                Volatile.Write(ref _blocked, fewest);
                return;
            }
        }
    }

    private static void OnSwitch(AsyncLocalValueChangedArgs<Work?> change)
    {
        // A thread of its own that was started here keeps the context for life.
        if (!Thread.CurrentThread.IsThreadPoolThread)
            return;
        if (change.PreviousValue is { } left)
            End(ref left._running, left);
        if (change.CurrentValue is { } entered)
        {
            Interlocked.Increment(ref entered._begun);
            Interlocked.Increment(ref entered._running);
        }
    }

    /// <summary>From the common queue of the thread pool: a thread looks there when it has done what it has for itself.</summary>
    /// <returns>Other threads of the pool that are at work while nothing is to be done; null when something is.</returns>
    private async Task<int?> Look()
    {
        await Looking.WaitAsync().ConfigureAwait(false);
        try
        {
            var begun = Interlocked.Read(ref _begun);
            var looked = new TaskCompletionSource<int?>();
            ThreadPool.UnsafeQueueUserWorkItem(_ => looked.SetResult(LookHere(begun)), null);
            return await looked.Task.ConfigureAwait(false);
        }
        finally
        {
            Looking.Release();
        }
    }

    private int? LookHere(long begun)
    {
        // First the threads: what they have done with may have been to put something into the queue.
        var others = ThreadsAtWork - 1;
        if (others < Volatile.Read(ref _blocked))
            Volatile.Write(ref _blocked, others);
        if (ThreadPool.PendingWorkItemCount == 0 && IsIdle && begun == Interlocked.Read(ref _begun))
            return others;
        Thread.Yield();
        return null;
    }

    /// <summary>Threads of the pool that do something or are about to, this one included.</summary>
    private static int ThreadsAtWork
    {
        get
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var available, out _);
            return most - available;
        }
    }

    private bool IsIdle => Volatile.Read(ref _open) == 0 && Volatile.Read(ref _running) == 0;

    private Task Idle()
    {
        if (IsIdle)
            return Task.CompletedTask;
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _waiting, waiting)?.TrySetResult();
        if (IsIdle)
            waiting.TrySetResult();
        return waiting.Task;
    }

    /// <summary>One less of what is open or running.</summary>
    private static void End(ref int what, Work work)
    {
        if (Interlocked.Decrement(ref what) == 0 && work.IsIdle)
            Interlocked.Exchange(ref work._waiting, null)?.TrySetResult();
    }

    private sealed class Item(Work work, Action action) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            try
            {
                ExecutionContext.Run(work._context, static action => ((Action)action!)(), action);
            }
            finally
            {
                End(ref work._open, work);
            }
        }
    }
}
