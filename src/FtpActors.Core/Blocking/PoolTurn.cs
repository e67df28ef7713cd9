using System.Runtime.CompilerServices;

namespace FtpActors.Core.Blocking;

/// <summary>To be awaited: what follows is a turn of a thread of the pool.</summary>
internal readonly struct PoolTurn : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public PoolTurn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => ThreadPool.QueueUserWorkItem(Take, continuation, preferLocal: false);

    public void UnsafeOnCompleted(Action continuation) => ThreadPool.UnsafeQueueUserWorkItem(Take, continuation, preferLocal: false);

    private static void Take(Action continuation) => Turn.Take(static go => go(), continuation);
}
