namespace FtpActors.Client.Connections;

/// <summary>Time that passes without anybody waiting for it on a thread.</summary>
internal static class Pause
{
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static async Task For(TimeSpan span, TimeProvider time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (span <= TimeSpan.Zero)
            return;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => over.TrySetResult(), null, span, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        await over.Task.WaitAsync(cancel).ConfigureAwait(false);
    }
}
