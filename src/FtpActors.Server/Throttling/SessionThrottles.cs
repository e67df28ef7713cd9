using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;

namespace FtpActors.Server.Throttling;

/// <summary>What slows down the transfers of one logged-in session. Disposed when it logs out or ends.</summary>
internal sealed class SessionThrottles(ThrottleRegistry registry, long id, FtpUser user, UserKey key, ThrottlePair server, ThrottlePair all, ThrottlePair own) : IDisposable
{
    private int _isDisposed;

    public long Id => id;

    public FtpUser User => user;

    public UserKey Key => key;

    /// <summary>Of this session alone.</summary>
    public ThrottlePair Own => own;

    /// <summary>In place of everything else that holds for the session alone; null for nothing.</summary>
    public ThrottleOptions? Override { get; set; }

    /// <summary>Those of fewer transfers first: see <see cref="ThrottleFlow.Create"/>.</summary>
    public ImmutableArray<Throttle> Uploads { get; } = [own.Upload, all.Upload, server.Upload];

    public ImmutableArray<Throttle> Downloads { get; } = [own.Download, all.Download, server.Download];

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            registry.Leave(this);
    }
}
