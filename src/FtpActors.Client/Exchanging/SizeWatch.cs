using FtpActors.Client.Transfers;

namespace FtpActors.Client.Exchanging;

/// <summary>How far a copy between two servers is.</summary>
/// <remarks>While the data passes here it is told; else the target is asked, over a connection of its own: those of the copy are busy.</remarks>
internal sealed class SizeWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly FtpClient _client;
    private readonly string _path;
    private readonly TimeSpan _interval;
    private readonly Task _asking;
    private readonly ProgressMeter _meter;
    private long _bytes;
    private volatile bool _isTold;

    private SizeWatch(FtpClient target, string path, long? total, ExchangeOptions options)
    {
        (_client, _path, _interval) = (target.Another(), path, options.ProgressInterval);
        var reports = new TransferOptions { Progress = options.Progress, ProgressInterval = options.ProgressInterval };
        _meter = ProgressMeter.Start(target, reports, path, total, () => Interlocked.Read(ref _bytes))!;
        _asking = Ask();
    }

    /// <returns>Null where nobody wants to know.</returns>
    public static SizeWatch? Start(FtpClient target, string path, long? total, ExchangeOptions options) =>
        options.Progress is null ? null : new SizeWatch(target, path, total, options);

    /// <summary>The data passes here, and this much of the file is there.</summary>
    public void Tell(long bytes)
    {
        _isTold = true;
        Interlocked.Exchange(ref _bytes, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _asking.ConfigureAwait(false);
        await _meter.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task Ask()
    {
        try
        {
            using var timer = new PeriodicTimer(_interval, _client.Options.Time);
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            {
                if (_isTold)
                    continue;
                var size = await Size().ConfigureAwait(false);
                if (!_isTold)
                    Interlocked.Exchange(ref _bytes, size);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
        catch (FtpException)
        {
            // The target allows no further connection: only the end is told.
        }
    }

    private async Task<long> Size()
    {
        try
        {
            return await _client.Size(_path, _end.Token).ConfigureAwait(false);
        }
        catch (FtpReplyException)
        {
            // Not there yet, or not told while it is written.
            return Interlocked.Read(ref _bytes);
        }
    }
}
