namespace FtpActors.Core.Flows;

/// <summary>How fast data may go, in bytes per second from 1; null means unlimited. The client's view gives the names.</summary>
/// <exception cref="ArgumentOutOfRangeException">On making one: a limit is below 1.</exception>
public sealed record ThrottleOptions
{
    public static ThrottleOptions Unlimited { get; } = new();

    /// <summary>STOR and the like.</summary>
    public long? Upload
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>RETR, listings and the like.</summary>
    public long? Download
    {
        get;
        init => field = Checked(value);
    }

    /// <summary>The tighter of both, each direction by itself.</summary>
    public ThrottleOptions And(ThrottleOptions other) => other == Unlimited ? this : new()
    {
        Upload = Tighter(Upload, other.Upload),
        Download = Tighter(Download, other.Download),
    };

    private static long? Checked(long? limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit ?? 1, 1, nameof(limit));
        return limit;
    }

    private static long? Tighter(long? one, long? other) => one < other || other is null ? one : other;
}
