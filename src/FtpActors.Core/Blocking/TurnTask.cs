using System.Runtime.CompilerServices;

namespace FtpActors.Core.Blocking;

/// <summary>Awaits an I/O event so that what follows is a turn of the thread that brings it.</summary>
/// <param name="task">Awaited once.</param>
internal readonly struct TurnTask<T>(ValueTask<T> task)
{
    public Awaiter GetAwaiter() => new(task);

    public readonly struct Awaiter(ValueTask<T> task) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => task.IsCompleted;

        public T GetResult() => task.GetAwaiter().GetResult();

        public void OnCompleted(Action continuation) => task.ConfigureAwait(false).GetAwaiter().OnCompleted(() => Turn.Take(Continue, continuation));

        public void UnsafeOnCompleted(Action continuation) =>
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Turn.Take(Continue, continuation));

        private static void Continue(Action continuation) => continuation();
    }
}
