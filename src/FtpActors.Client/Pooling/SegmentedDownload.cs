using FtpActors.Client.Transfers;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Client.Pooling;

/// <summary>One file over several connections, written side by side and given its name at the end.</summary>
internal sealed class SegmentedDownload(FtpClientPool pool, string remote, string localFile, int segments, IProgress<TransferProgress>? progress)
{
    private const int BufferSize = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly GuardedProgress? _progress = progress is null ? null : new GuardedProgress(progress, pool.System.Log);
    private readonly TimeProvider _time = pool.Options.Time;
    private readonly long _started = pool.Options.Time.GetTimestamp();
    private long _moved;

    public async Task<TransferResult> Run(CancellationToken cancel)
    {
        var size = await pool.Use(client => client.Size(remote, cancel), cancel).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(localFile)!);
        var part = Path.Combine(Path.GetDirectoryName(localFile)!, $".{Path.GetFileName(localFile)}.{Guid.NewGuid():N}.part");
        try
        {
            using (var file = File.OpenHandle(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, size))
                await Fetch(file, size, cancel).ConfigureAwait(false);
            File.Move(part, localFile, true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        return new TransferResult(remote, _moved, 0, _time.GetElapsedTime(_started), 0);
    }

    private async Task Fetch(SafeFileHandle file, long size, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var length = Math.Max(1, (size + segments - 1) / segments);
        var fetching = Enumerable.Range(0, segments)
            .Select(index => (From: index * length, To: Math.Min(size, (index + 1) * length)))
            .Where(segment => segment.From < segment.To)
            .Select(segment => Fetch(file, segment.From, segment.To, size, stop))
            .ToArray();
        try
        {
            await Task.WhenAll(fetching).ConfigureAwait(false);
        }
        catch
        {
            cancel.ThrowIfCancellationRequested();
            // Those that were stopped for another's failure are not why.
            var cause = fetching.Where(one => one.IsFaulted).Select(one => one.Exception!.GetBaseException()).FirstOrDefault();
            if (cause is not null)
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private async Task Fetch(SafeFileHandle file, long from, long to, long size, CancellationTokenSource stop)
    {
        try
        {
            await using var rented = await pool.Rent(stop.Token).ConfigureAwait(false);
            await using var read = await rented.Client.OpenRead(remote, from, stop.Token).ConfigureAwait(false);
            var buffer = new byte[BufferSize];
            while (from < to)
            {
                var count = await read.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from)), stop.Token).ConfigureAwait(false);
                if (count == 0)
                    throw new FtpConnectionException(FtpConnectionFault.Data, $"{remote} ended before its size of {size} bytes.");
                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), from, stop.Token).ConfigureAwait(false);
                from += count;
                Tell(count, size);
            }

            // The last part ends with the file: then the server says whether it was whole.
            if (to == size && await read.ReadAsync(buffer, stop.Token).ConfigureAwait(false) > 0)
                throw new FtpConnectionException(FtpConnectionFault.Data, $"{remote} is longer than its size of {size} bytes.");
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private void Tell(int count, long size)
    {
        lock (_lock)
        {
            _moved += count;
            if (_progress is null)
                return;
            var seconds = _time.GetElapsedTime(_started).TotalSeconds;
            var rate = seconds > 0 ? _moved / seconds : 0;
            _progress.Report(new TransferProgress(remote, _moved, size, rate, rate > 0 ? TimeSpan.FromSeconds((size - _moved) / rate) : null));
        }
    }
}
