using System.Runtime.CompilerServices;

namespace FtpActors.Core.Blocking;

/// <summary>Awaits a turn on one of the threads; whoever is on one of them goes to the end of the line.</summary>
/// <param name="threads">Where what follows runs.</param>
internal readonly struct ThreadEntry(BlockingThreads threads) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public ThreadEntry GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => threads.PostOrDo(continuation);

    public void UnsafeOnCompleted(Action continuation) => threads.PostOrDo(continuation);
}
