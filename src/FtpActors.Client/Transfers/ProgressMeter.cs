namespace FtpActors.Client.Transfers;

/// <summary>Tells how far a transfer is, at intervals and at its end.</summary>
internal sealed class ProgressMeter : IAsyncDisposable
{
    /// <summary>What counts for the rate.</summary>
    private const int Samples = 12;

    private readonly IProgress<TransferProgress> _progress;
    private readonly string _path;
    private readonly long? _total;
    private readonly Func<long> _bytes;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<(long At, long Bytes)> _samples = new();
    private readonly ITimer _timer;

    private ProgressMeter(IProgress<TransferProgress> progress, TimeSpan interval, string path, long? total, Func<long> bytes, TimeProvider time)
    {
        (_progress, _path, _total, _bytes, _time) = (progress, path, total, bytes, time);
        _samples.Enqueue((time.GetTimestamp(), bytes()));
        _timer = time.CreateTimer(static state => ((ProgressMeter)state!).ReportUnlessUnderWay(), this, interval, interval);
    }

    /// <param name="client">Its clock and log.</param>
    /// <param name="options">Who wants to know; null is returned for nobody.</param>
    /// <param name="path">Named in the reports.</param>
    /// <param name="total">Bytes of the file, or null.</param>
    /// <param name="bytes">Bytes of the file so far; asked from any thread.</param>
    public static ProgressMeter? Start(FtpClient client, TransferOptions options, string path, long? total, Func<long> bytes) => options.Progress is { } progress
        ? new ProgressMeter(new GuardedProgress(progress, client.Log), options.ProgressInterval, path, total, bytes, client.Options.Time)
        : null;

    /// <summary>The last report.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Report();
    }

    /// <summary>Timers fire again before their last call has returned: a listener that takes longer than the interval would hold thread after thread.</summary>
    private void ReportUnlessUnderWay()
    {
        if (!_lock.TryEnter())
            return;
        try
        {
            Report();
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Report()
    {
        lock (_lock)
        {
            var (now, bytes) = (_time.GetTimestamp(), _bytes());
            var (then, before) = _samples.Peek();
            var seconds = _time.GetElapsedTime(then, now).TotalSeconds;
            var rate = seconds > 0 ? Math.Max(0, (bytes - before) / seconds) : 0;
            _samples.Enqueue((now, bytes));
            if (_samples.Count > Samples)
                _samples.Dequeue();
            var left = Math.Max(0, (_total ?? 0) - bytes);
            TimeSpan? remaining = _total is null ? null : left == 0 ? TimeSpan.Zero : Seconds(left / rate);
            _progress.Report(new TransferProgress(_path, bytes, _total, rate, remaining));
        }
    }

    private static TimeSpan? Seconds(double seconds) =>
        double.IsFinite(seconds) && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
}
