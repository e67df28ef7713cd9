using Akka.Actor;
using FtpActors.Client.Connections;
using FtpActors.Client.Pooling;
using FtpActors.Core.Flows;

namespace FtpActors.Client;

/// <summary>A bounded number of clients of one server, lent one at a time. Thread-safe.</summary>
/// <remarks>Connections are made when they are wanted, the one used last is lent first, and those that are idle are closed after a while.
/// Limits of bytes per second hold for all together.</remarks>
public sealed class FtpClientPool : IAsyncDisposable
{
    private static long _numbers;

    private readonly ActorSystem _system;
    private readonly long _number = Interlocked.Increment(ref _numbers);
    private readonly FtpClientOptions _options;
    private readonly PoolOptions _pool;
    private readonly ServerMemory _memory = new();
    private readonly Throttle _upload;
    private readonly Throttle _download;
    private readonly SemaphoreSlim _free;
    private readonly SemaphoreSlim _pairing = new(1);
    private readonly Lock _lock = new();
    private readonly LinkedList<(FtpClient Client, long Since)> _idle = new();
    private readonly ITimer _timer;
    private bool _isClosed;

    /// <param name="system">Where the actors of the connections live.</param>
    /// <param name="options">Whereto and how.</param>
    /// <param name="pool">How many; null for the defaults.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public FtpClientPool(ActorSystem system, FtpClientOptions options, PoolOptions? pool = null)
    {
        options.Validate();
        (_system, _options, _pool) = (system, options, pool ?? new PoolOptions());
        _pool.Validate();
        _upload = new Throttle(options.Throttle.Upload, options.Time);
        _download = new Throttle(options.Throttle.Download, options.Time);
        _free = new SemaphoreSlim(_pool.MaxConnections);
        var look = _pool.IdleTimeout / 2;
        _timer = options.Time.CreateTimer(static state => ((FtpClientPool)state!).Evict(), this, look, look);
    }

    /// <summary>Bytes per second of all clients together. A change counts at once, also for transfers that run.</summary>
    public ThrottleOptions Limit
    {
        get => new() { Upload = _upload.Limit, Download = _download.Limit };
        set => (_upload.Limit, _download.Limit) = (value.Upload, value.Download);
    }

    /// <summary>Connections that nobody uses just now.</summary>
    public int Idle
    {
        get
        {
            lock (_lock)
                return _idle.Count;
        }
    }

    internal ActorSystem System => _system;

    internal FtpClientOptions Options => _options;

    internal ServerMemory Memory => _memory;

    internal int MaxConnections => _pool.MaxConnections;

    internal Throttle Download => _download;

    internal Throttle Upload => _upload;

    /// <summary>A client for the caller alone, to be disposed, which gives it back.</summary>
    /// <param name="cancel">Ends the wait for one.</param>
    /// <exception cref="FtpException">No connection came about.</exception>
    public async Task<FtpPooledClient> Rent(CancellationToken cancel = default)
    {
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            while (TakeIdle() is var (client, since))
            {
                if (await IsHealthy(client, since, cancel).ConfigureAwait(false))
                    return new FtpPooledClient(this, client);
                await client.DisposeAsync().ConfigureAwait(false);
            }

            var fresh = new FtpClient(_system, _options, _memory, _upload, _download);
            await fresh.Open(cancel).ConfigureAwait(false);
            return new FtpPooledClient(this, fresh);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Works with a client of the pool.</summary>
    public async Task<T> Use<T>(Func<FtpClient, Task<T>> work, CancellationToken cancel = default)
    {
        await using var rented = await Rent(cancel).ConfigureAwait(false);
        return await work(rented.Client).ConfigureAwait(false);
    }

    /// <summary>Works with a client of the pool.</summary>
    public async Task Use(Func<FtpClient, Task> work, CancellationToken cancel = default)
    {
        await using var rented = await Rent(cancel).ConfigureAwait(false);
        await work(rented.Client).ConfigureAwait(false);
    }

    /// <summary>Fetches one large file over several connections at once, each a part of it.</summary>
    /// <param name="remote">The server's file.</param>
    /// <param name="localFile">Path of the copy, replaced when it is complete; directories above it are made.</param>
    /// <param name="segments">Parts, from 1; as many connections as the pool has work on them.</param>
    /// <param name="progress">Hears after every piece, from pool threads, until it fails, which is logged; null for nobody.</param>
    /// <param name="cancel">Ends all of them by ABOR; nothing is left.</param>
    /// <exception cref="FtpReplyException">No such file, or a server that knows neither SIZE nor REST.</exception>
    /// <exception cref="IOException">This side failed.</exception>
    public Task<TransferResult> DownloadSegmented(
        string remote, string localFile, int segments, IProgress<TransferProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(segments, 1);
        return new SegmentedDownload(this, CommandText.Path(remote), Path.GetFullPath(localFile), segments, progress).Run(cancel);
    }

    /// <summary>A client of each of two pools, or two of one, without two callers waiting for what the other has.</summary>
    internal static async Task<(FtpPooledClient One, FtpPooledClient Other)> RentTwo(FtpClientPool one, FtpClientPool other, CancellationToken cancel)
    {
        if (one._number > other._number)
        {
            var (second, first) = await RentTwo(other, one, cancel).ConfigureAwait(false);
            return (first, second);
        }

        await one._pairing.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var first = await one.Rent(cancel).ConfigureAwait(false);
            try
            {
                return (first, await other.Rent(cancel).ConfigureAwait(false));
            }
            catch
            {
                await first.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            one._pairing.Release();
        }
    }

    /// <summary>Closes idle connections now, those that are lent when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _isClosed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        while (Pop(_ => true) is { } client)
            await client.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Kept when it is as good as new: idle, alive, and where it was at first.</summary>
    internal async ValueTask Return(FtpClient client)
    {
        bool isKept;
        lock (_lock)
        {
            isKept = !_isClosed && client.IsUsable && !client.HasMoved;
            if (isKept)
                _idle.AddFirst((client, _options.Time.GetTimestamp()));
        }

        if (!isKept)
            await client.DisposeAsync().ConfigureAwait(false);
        _free.Release();
    }

    private (FtpClient Client, long Since)? TakeIdle()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_idle.First is not { Value: var first })
                return null;
            _idle.RemoveFirst();
            return first;
        }
    }

    private async Task<bool> IsHealthy(FtpClient client, long since, CancellationToken cancel)
    {
        if (!client.IsUsable)
            return false;
        if (_options.Time.GetElapsedTime(since) < _pool.CheckAfter)
            return true;
        using var deadline = new CancellationTokenSource(_pool.CheckTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            await client.Noop(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception cause) when (cause is FtpException || (cause is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    private void Evict()
    {
        while (Pop(since => _options.Time.GetElapsedTime(since) >= _pool.IdleTimeout) is { } old)
            _ = old.DisposeAsync().AsTask();
    }

    /// <summary>The one that has been idle for longest, if it has been for long enough.</summary>
    private FtpClient? Pop(Func<long, bool> isLongEnough)
    {
        lock (_lock)
        {
            if (_idle.Last is not { } last || !isLongEnough(last.Value.Since))
                return null;
            _idle.Remove(last);
            return last.Value.Client;
        }
    }
}
