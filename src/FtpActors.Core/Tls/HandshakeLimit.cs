namespace FtpActors.Core.Tls;

/// <summary>Ends a handshake that takes too long, or that nobody wants any more. Thread-safe.</summary>
internal sealed class HandshakeLimit : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _cancel;
    private readonly TimeSpan _time;
    private bool _isStarted;

    /// <param name="time">For one handshake, from <see cref="Start"/> on.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancel">Nobody wants it any more.</param>
    public HandshakeLimit(TimeSpan time, TimeProvider clock, CancellationToken cancel)
    {
        _time = time;
        _cancel = cancel;
        _timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _timeout.Token);
        Token = _either.Token;
    }

    public CancellationToken Token { get; }

    /// <summary>Nobody wants it any more.</summary>
    public bool IsCancelled => _cancel.IsCancellationRequested;

    /// <summary>The time runs. Without effect when it does, or when the handshake is over.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_isStarted)
                return;
            _isStarted = true;
            _timeout.CancelAfter(_time);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isStarted = true;
            _either.Dispose();
            _timeout.Dispose();
        }
    }
}
