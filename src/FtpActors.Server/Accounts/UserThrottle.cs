using FtpActors.Core.Flows;
using FtpActors.Server.Throttling;

namespace FtpActors.Server.Accounts;

/// <summary>How fast data of one user goes on one server, over all sessions there, with this server's share of the limit. Thread-safe.</summary>
public sealed class UserThrottle
{
    private readonly ThrottlePair _pair;
    private readonly Lock _gate = new();
    private ThrottleOptions _limit;
    private ThrottleOptions? _lease;

    /// <param name="user">By what it is told apart from others.</param>
    /// <param name="limit">Over all servers.</param>
    /// <param name="pair">What slows down the sessions.</param>
    internal UserThrottle(UserKey user, ThrottleOptions limit, ThrottlePair pair) => (User, _limit, _pair) = (user, limit, pair);

    public UserKey User { get; }

    /// <summary>What the user may do over all servers, as this one knows it. Changes when somebody sets it here by message.</summary>
    public ThrottleOptions Limit
    {
        get
        {
            lock (_gate)
                return _limit;
        }

        internal set
        {
            lock (_gate)
            {
                _limit = value;
                Apply();
            }
        }
    }

    /// <summary>What of <see cref="Limit"/> this server may use; null for all of it. Counts at once, for transfers that run, too, and
    /// never exceeds the limit. A direction without a limit stays without.</summary>
    public ThrottleOptions? Lease
    {
        get
        {
            lock (_gate)
                return _lease;
        }

        set
        {
            lock (_gate)
            {
                _lease = value;
                Apply();
            }
        }
    }

    /// <summary>STOR and the like.</summary>
    public ThrottleUse Upload => new(_pair.Upload.Passed, _pair.Upload.Waiting);

    /// <summary>RETR, listings and the like.</summary>
    public ThrottleUse Download => new(_pair.Download.Passed, _pair.Download.Waiting);

    private void Apply() => _pair.Limit = _lease is null ? _limit : new ThrottleOptions
    {
        Upload = Share(_limit.Upload, _lease.Upload),
        Download = Share(_limit.Download, _lease.Download),
    };

    private static long? Share(long? limit, long? lease) => lease < limit ? lease : limit;
}
