namespace FtpActors.Server.Admission;

/// <summary>When failed logins ban the network they come from (<see cref="AddressNetwork.Of"/>), and for how long.</summary>
/// <remarks>Each counts the same, whether the name or the password was wrong: were unknown names to count more, an early ban
/// would tell which names are known. A login that succeeds takes nothing back.</remarks>
public sealed record BanOptions
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    /// <summary>That ban, within <see cref="Within"/>, over all connections and users; 0 for no such bans. 0–10,000.</summary>
    public int Failures
    {
        get;
        init => field = value is >= 0 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(Failures), value, "must be from 0 to 10,000.");
    }
    = 30;

    /// <summary>How long each counts, or up to a sixteenth less. 1 second to 1 day.</summary>
    public TimeSpan Within
    {
        get;
        init => field = InRange(value, TimeSpan.FromDays(1), nameof(Within));
    }
    = TimeSpan.FromMinutes(10);

    /// <summary>Of the first ban of a network; each that begins within <see cref="Longest"/> of the end of the last one lasts twice as long
    /// as that. 1 second to 365 days.</summary>
    public TimeSpan Duration
    {
        get;
        init => field = InRange(value, Most, nameof(Duration));
    }
    = TimeSpan.FromMinutes(10);

    /// <summary>No ban lasts longer, unless <see cref="Duration"/> does. 1 second to 365 days.</summary>
    public TimeSpan Longest
    {
        get;
        init => field = InRange(value, Most, nameof(Longest));
    }
    = TimeSpan.FromDays(1);

    /// <param name="repeat">Bans shortly before.</param>
    internal TimeSpan DurationOf(int repeat) =>
        TimeSpan.FromTicks((long)Math.Min(Duration.Ticks * Math.Pow(2, repeat), Math.Max(Duration.Ticks, Longest.Ticks)));

    private static TimeSpan InRange(TimeSpan value, TimeSpan most, string name) => value >= TimeSpan.FromSeconds(1) && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"must be from 1 second to {most.TotalDays:0} days.");
}
