using FtpActors.Core.Flows;
using FtpActors.Server.Accounts;

namespace FtpActors.Cluster.Accounts;

/// <summary>A user's rate at one node: what is used of it, and the share that holds.</summary>
/// <param name="throttle">Of the node's server.</param>
internal sealed class NodeRate(UserThrottle throttle)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Looks after which it is reported even when nothing is new, and for which it stays short where that is not clear.</summary>
    private const int Looks = 4;

    private readonly Direction _upload = new();
    private readonly Direction _download = new();
    private DateTimeOffset _lookedAt;
    private DateTimeOffset _heardAt;
    private int _sinceReport;

    public UserThrottle Throttle => throttle;

    /// <summary>Number of the last share.</summary>
    public long Number { get; private set; }

    public bool IsLimited => throttle.Limit is not { Upload: null, Download: null };

    /// <summary>At first, and when another account took over.</summary>
    public void Begin(DateTimeOffset now)
    {
        _lookedAt = now;
        _heardAt = now;
        Look(now);
    }

    /// <summary>True when the account should hear of it.</summary>
    public bool Look(DateTimeOffset now)
    {
        var elapsed = now - _lookedAt;
        _lookedAt = now;
        var (limit, lease) = (throttle.Limit, throttle.Lease);
        var isNew = _upload.Look(throttle.Upload, elapsed, limit.Upload, lease?.Upload) | _download.Look(throttle.Download, elapsed, limit.Download, lease?.Download);
        if (!isNew && ++_sinceReport < Looks)
            return false;
        _sinceReport = 0;
        return true;
    }

    public RateDemands Demands => new(Number, _upload.Demand, _download.Demand);

    /// <summary>True when it is another share than before.</summary>
    public bool Lease(long number, long? upload, long? download, DateTimeOffset now)
    {
        _heardAt = now;
        if (number < Number)
            return false;
        Number = number;
        return Set(upload, download);
    }

    /// <summary>Without a word from the account: goes down, or up, to this node's part of all.</summary>
    /// <param name="now">Of the same clock.</param>
    /// <param name="nodes">There are.</param>
    public void Fade(DateTimeOffset now, int nodes)
    {
        if (now - _heardAt < RateBook.Validity)
            return;
        var limit = throttle.Limit;
        Set(limit.Upload / nodes, limit.Download / nodes);
    }

    private bool Set(long? upload, long? download)
    {
        var before = throttle.Lease ?? ThrottleOptions.Unlimited;
        var lease = new ThrottleOptions { Upload = Share(upload, before.Upload), Download = Share(download, before.Download) };
        if (lease == before)
            return false;
        throttle.Lease = lease;
        _upload.Leased(lease.Upload);
        _download.Leased(lease.Download);
        return true;
    }

    private static long? Share(long? given, long? before) => given is { } share ? Math.Max(1, share) : before;

    private sealed class Direction
    {
        private long _rate;
        private long _passed;
        private long _reported;
        private int _short;

        public RateDemand? Demand { get; private set; }

        public bool Look(ThrottleUse use, TimeSpan elapsed, long? limit, long? lease)
        {
            var rate = elapsed > TimeSpan.Zero ? (long)(Math.Max(0, use.Passed - _passed) / elapsed.TotalSeconds) : 0;
            _passed = use.Passed;
            var used = Math.Max(rate, _rate);
            _rate = rate;
            if (use.Waiting > 0 || rate > lease * 9 / 10)
                _short = Looks;
            else
                _short = rate < lease / 2 ? 0 : Math.Max(0, _short - 1);
            var before = Demand;
            Demand = limit is { } whole ? new RateDemand(whole, lease ?? whole, used, _short > 0) : null;
            var isNew = before?.Limit != Demand?.Limit || before?.IsShort != Demand?.IsShort
                || Math.Abs(used - _reported) > Math.Max(used, _reported) / 4;
            if (isNew)
                _reported = used;
            return isNew;
        }

        /// <summary>So that the next report tells what holds.</summary>
        public void Leased(long? lease)
        {
            if (lease is { } share && Demand is not null)
                Demand = Demand with { Lease = share };
        }
    }
}
