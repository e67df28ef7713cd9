using System.Runtime.CompilerServices;

namespace FtpActors.Core.Blocking;

/// <summary>What <see cref="Turn.Idle"/> is awaited by.</summary>
internal readonly struct TurnIdle : INotifyCompletion
{
    public bool IsCompleted => !Turn.IsTaken;

    public TurnIdle GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => Turn.DoWhenIdle(continuation);
}
