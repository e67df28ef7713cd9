namespace FtpActors.Client;

/// <summary>What becomes of a client whose control connection is gone.</summary>
public sealed record ReconnectOptions
{
    /// <summary>No new connection is ever made: calls fail with <see cref="FtpConnectionException"/>.</summary>
    public static ReconnectOptions Never { get; } = new() { Attempts = 0 };

    /// <summary>Connections tried for one call, each in place of the one before; also how often one transfer is resumed. 0 for never.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Wait before the second attempt; doubles with each.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Attempts);
        ArgumentOutOfRangeException.ThrowIfNegative(Backoff.Ticks);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBackoff.Ticks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBackoff, TimeSpan.FromDays(24));
    }

    /// <summary>Before the attempt <paramref name="attempt"/>, counted from 1.</summary>
    internal TimeSpan BackoffBefore(int attempt) =>
        attempt <= 1 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Min(MaxBackoff.Ticks, Backoff.Ticks * Math.Pow(2, attempt - 2)));
}
