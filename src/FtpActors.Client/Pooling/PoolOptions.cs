namespace FtpActors.Client.Pooling;

/// <summary>How many connections to one server, and for how long.</summary>
public sealed record PoolOptions
{
    /// <summary>Connections at once; who wants another waits. At least 1.</summary>
    public int MaxConnections { get; init; } = 4;

    /// <summary>A connection nobody has used for so long is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection nobody has used for so long is asked (NOOP) before it is used again.</summary>
    public TimeSpan CheckAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to that may take; then another connection is made.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromSeconds(3);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
    }
}
