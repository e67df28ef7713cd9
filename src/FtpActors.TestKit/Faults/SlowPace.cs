namespace FtpActors.TestKit.Faults;

/// <summary>Lets so many bytes pass in a second. One caller at a time.</summary>
/// <remarks>Whoever waits goes on where the timer fires, so that a clock that a test moves sees all of it.</remarks>
internal sealed class SlowPace(long bytesPerSecond, TimeProvider time)
{
    private long _freeAt;

    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    public async ValueTask Pass(int bytes, CancellationToken cancel)
    {
        var now = time.GetTimestamp();
        _freeAt = Math.Max(_freeAt, now) + (long)Math.Ceiling((double)bytes / bytesPerSecond * time.TimestampFrequency);
        var passed = new TaskCompletionSource();
        using var timer = time.CreateTimer(_ => passed.TrySetResult(), null, time.GetElapsedTime(now, _freeAt), Timeout.InfiniteTimeSpan);
        using var ended = cancel.UnsafeRegister(_ => passed.TrySetCanceled(cancel), null);
        await passed.Task.ConfigureAwait(false);
    }
}
