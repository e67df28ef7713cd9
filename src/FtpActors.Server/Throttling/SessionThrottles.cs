using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;

namespace FtpActors.Server.Throttling;

/// <summary>What slows down the transfers of one logged-in session. Disposed when it logs out or ends.</summary>
/// <param name="registry">Where it entered.</param>
/// <param name="id">Of the session.</param>
/// <param name="user">Who is logged in.</param>
/// <param name="key">By what the user is told apart from others.</param>
/// <param name="shared">With other sessions, those of fewer first.</param>
/// <param name="limit">Of this session alone.</param>
/// <param name="time">Clock and timers.</param>
internal sealed class SessionThrottles(
    ThrottleRegistry registry, long id, FtpUser user, UserKey key, ImmutableArray<ThrottlePair> shared, ThrottleOptions limit, TimeProvider time) : IDisposable
{
    /// <summary>There from the first transfer on.</summary>
    private ThrottlePair? _own;

    private ThrottleOptions _limit = limit;
    private int _isDisposed;

    public long Id => id;

    public FtpUser User => user;

    public UserKey Key => key;

    /// <summary>Of this session alone.</summary>
    public ThrottleOptions Limit
    {
        get
        {
            lock (this)
                return _limit;
        }

        set
        {
            lock (this)
            {
                _limit = value;
                _own?.Limit = value;
            }
        }
    }

    /// <summary>In place of everything else that holds for the session alone; null for nothing.</summary>
    public ThrottleOptions? Override { get; set; }

    /// <summary>Those of fewer transfers first: see <see cref="ThrottleFlow.Create"/>.</summary>
    public ImmutableArray<Throttle> Uploads => [Own.Upload, .. shared.Select(pair => pair.Upload)];

    public ImmutableArray<Throttle> Downloads => [Own.Download, .. shared.Select(pair => pair.Download)];

    private ThrottlePair Own
    {
        get
        {
            lock (this)
                return _own ??= new ThrottlePair(_limit, time);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            registry.Leave(this);
    }
}
