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

    private ProgressMeter(TransferOptions options, string path, long? total, Func<long> bytes, TimeProvider time)
    {
        (_progress, _path, _total, _bytes, _time) = (options.Progress!, path, total, bytes, time);
        _samples.Enqueue((time.GetTimestamp(), bytes()));
        _timer = time.CreateTimer(static state => ((ProgressMeter)state!).Report(), this, options.ProgressInterval, options.ProgressInterval);
    }

    /// <param name="options">Who wants to know; null is returned for nobody.</param>
    /// <param name="path">Named in the reports.</param>
    /// <param name="total">Bytes of the file, or null.</param>
    /// <param name="bytes">Bytes of the file so far; asked from any thread.</param>
    /// <param name="time">Clock.</param>
    public static ProgressMeter? Start(TransferOptions options, string path, long? total, Func<long> bytes, TimeProvider time) =>
        options.Progress is null ? null : new ProgressMeter(options, path, total, bytes, time);

    /// <summary>The last report.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        Report();
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
