namespace FtpActors.Core.Flows;

/// <summary>A limit in bytes per second that any number of transfers share (a token bucket). Thread-safe.</summary>
/// <remarks>
/// Whoever waits is served in order of arrival, a piece at a time: the time of <see cref="Quantum"/> divided among those
/// that wait. What was not used in a pause lasts for <see cref="Burst"/> at most. Without a limit nothing waits and
/// nothing is locked.
/// </remarks>
public sealed class Throttle
{
    /// <summary>What one alone gets at once.</summary>
    internal static readonly TimeSpan Quantum = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than <see cref="Quantum"/>, so that a timer that is late by less costs no throughput.</summary>
    internal static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    /// <summary>Bytes below which many that wait do not make pieces smaller.</summary>
    private const int SmallestShare = 2048;

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly LinkedList<ThrottleRequest> _waiting = new();
    private ITimer? _timer;
    private long _rate;
    private double _level;
    private long _passed;
    private long _settledAt;

    /// <param name="limit">Bytes per second from 1, or null.</param>
    /// <param name="time">Its clock and timers; null for the system's.</param>
    public Throttle(long? limit = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Limit = limit;
    }

    /// <summary>Bytes per second from 1, or null. A change counts at once, also for those that wait.</summary>
    public long? Limit
    {
        get => Volatile.Read(ref _rate) is > 0 and var rate ? rate : null;
        set
        {
            if (value is { } limit)
                ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(value));
            Served served;
            lock (_lock)
            {
                Settle();
                var wasUnlimited = _rate == 0;
                Volatile.Write(ref _rate, value ?? 0);
                _level = wasUnlimited ? Capacity : Math.Min(_level, Capacity);
                served = Serve();
            }

            served.Tell();
        }
    }

    /// <summary>Pieces that wait just now.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>Bytes that were let pass so far under a limit.</summary>
    public long Passed
    {
        get
        {
            lock (_lock)
                return _passed;
        }
    }

    /// <summary>Bytes that are taken at once at most just now; <see cref="int.MaxValue"/> without a limit.</summary>
    internal int Piece
    {
        get
        {
            lock (_lock)
                return PieceOf(_waiting.Count);
        }
    }

    /// <summary>Waits until <paramref name="bytes"/> may pass; for those who move them without a stream.</summary>
    /// <exception cref="OperationCanceledException">The token ended the wait; what was granted by then counts as passed.</exception>
    public ValueTask Pass(int bytes, CancellationToken cancel) =>
        Limit is null ? ValueTask.CompletedTask : PassPieces(bytes, cancel);

    private double Capacity => Math.Max(_rate * Burst.TotalSeconds, 1);

    /// <summary>Asks for up to <see cref="ThrottleRequest.Wanted"/> bytes.</summary>
    /// <returns>True when some are granted; false when <see cref="ThrottleRequest.Served"/> tells later.</returns>
    internal bool Take(ThrottleRequest request)
    {
        if (Volatile.Read(ref _rate) == 0)
        {
            request.Granted = request.Wanted;
            return true;
        }

        Served served;
        bool isGranted;
        lock (_lock)
        {
            request.Granted = 0;
            _waiting.AddLast(request.Place);
            Settle();
            served = Serve(request);
            isGranted = request.Place.List is null;
        }

        served.Tell();
        return isGranted;
    }

    /// <summary>Takes back what was granted and not used.</summary>
    internal void GiveBack(int bytes)
    {
        if (bytes == 0 || Volatile.Read(ref _rate) == 0)
            return;
        Served served;
        lock (_lock)
        {
            Settle();
            _level = Math.Min(Capacity, _level + bytes);
            _passed -= bytes;
            served = Serve();
        }

        served.Tell();
    }

    /// <summary>The request is not wanted any more; what it was granted meanwhile is taken back.</summary>
    internal void Cancel(ThrottleRequest request)
    {
        int granted;
        lock (_lock)
        {
            if (request.Place.List is not null)
                _waiting.Remove(request.Place);
            granted = request.Granted;
        }

        GiveBack(granted);
    }

    private async ValueTask PassPieces(int bytes, CancellationToken cancel)
    {
        while (bytes > 0)
        {
            var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var request = new ThrottleRequest(served.SetResult) { Wanted = bytes };
            try
            {
                if (!Take(request))
                    await served.Task.WaitAsync(cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                Cancel(request);
                throw;
            }

            bytes -= request.Granted;
        }
    }

    private void OnTimer()
    {
        Served served;
        lock (_lock)
        {
            Settle();
            served = Serve();
        }

        served.Tell();
    }

    /// <summary>Counts in the time since the last look.</summary>
    private void Settle()
    {
        var now = _time.GetTimestamp();
        if (_rate > 0)
            _level = Math.Min(Capacity, _level + (_time.GetElapsedTime(_settledAt, now).TotalSeconds * _rate));
        _settledAt = now;
    }

    /// <summary>Grants what there is to the first in the queue; arms the timer for the next.</summary>
    /// <param name="asking">Hears by the return of its call, not by being told.</param>
    private Served Serve(ThrottleRequest? asking = null)
    {
        var served = default(Served);
        while (_waiting.First is { Value: var first })
        {
            var piece = Math.Min(first.Wanted, PieceOf(_waiting.Count));
            if (_rate > 0)
            {
                if (_level < piece)
                {
                    Arm((piece - _level) / _rate);
                    break;
                }

                _level -= piece;
                _passed += piece;
            }

            _waiting.RemoveFirst();
            first.Granted = piece;
            if (first != asking)
                served.Add(first);
        }

        return served;
    }

    private int PieceOf(int waiting)
    {
        if (_rate == 0)
            return int.MaxValue;
        var alone = _rate * Quantum.TotalSeconds;
        var share = Math.Max(alone / Math.Max(waiting, 1), Math.Min(alone, SmallestShare));
        return (int)Math.Clamp(share, 1, int.MaxValue);
    }

    private void Arm(double seconds)
    {
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(seconds * 1000));
        _timer ??= _time.CreateTimer(static state => ((Throttle)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Those to tell, once the lock is left.</summary>
    private struct Served
    {
        private List<ThrottleRequest>? _requests;

        public void Add(ThrottleRequest request) => (_requests ??= []).Add(request);

        public readonly void Tell()
        {
            foreach (var request in _requests ?? [])
                request.Served();
        }
    }
}
