namespace FtpActors.Server.Sessions;

/// <summary>What a session shows of itself to every thread. To show is to swap references to what is there anyway: it allocates
/// nothing and nobody waits for the session.</summary>
/// <remarks>Written by the session alone, before each reply. A reader may see parts of two moments, never half of a part.</remarks>
internal sealed class SessionView
{
    private volatile SessionState _state = SessionState.Initial;
    private volatile RunningCommand? _running;
    private volatile RunningTransfer? _transfer;
    private long _lastActivity;

    public SessionState State => _state;

    public RunningTransfer? Transfer => _transfer;

    /// <param name="state">Of this moment.</param>
    /// <param name="running">What runs, or null.</param>
    /// <param name="transfer">The transfer of what runs, or null.</param>
    /// <param name="lastActivity">By the scheduler's clock.</param>
    public void Show(SessionState state, RunningCommand? running, RunningTransfer? transfer, DateTimeOffset lastActivity)
    {
        _state = state;
        _running = running;
        _transfer = transfer;
        Volatile.Write(ref _lastActivity, lastActivity.UtcTicks);
    }

    /// <param name="context">Of the same session.</param>
    /// <param name="now">By the scheduler's clock.</param>
    public SessionDescription Describe(SessionContext context, DateTimeOffset now)
    {
        var (state, running, transfer) = (_state, _running, _transfer);
        return new SessionDescription
        {
            Id = context.Id,
            User = state.User?.Name,
            IsAnonymous = state.User?.IsAnonymous ?? false,
            Host = state.HostName,
            Remote = context.Remote,
            Local = context.Local,
            Started = context.Started,
            Protection = Of(state.Security),
            Client = state.Client,
            WorkingDirectory = state.WorkingDirectory,
            Command = running?.Command.ToString(),
            Transfer = transfer?.Status(now),
            Idle = running is null ? IdleAt(now) : TimeSpan.Zero,
        };
    }

    private static SessionProtection Of(SessionSecurity security) => security is { Tls: null, IsDataPrivate: false }
        ? SessionProtection.None
        : new SessionProtection(
            security.IsEncrypted, security.IsDataPrivate, security.Tls?.Protocol, security.Tls?.CipherSuite, security.Tls?.ServerName);

    private TimeSpan IdleAt(DateTimeOffset now)
    {
        var last = Volatile.Read(ref _lastActivity);
        var idle = now.UtcTicks - last;
        return last == 0 || idle < 0 ? TimeSpan.Zero : TimeSpan.FromTicks(idle);
    }
}
