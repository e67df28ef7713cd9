namespace FtpActors.Client;

/// <summary>How long a server may take: up to 24 days. <see cref="Timeout.InfiniteTimeSpan"/> switches a timeout off.</summary>
public sealed record ClientTimeouts
{
    /// <summary>TCP connection, name look-up included; control and data alike.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>TLS handshake, control and data alike.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From a command, or the connection, to each reply.</summary>
    public TimeSpan Reply { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the end of a transfer's data to its last reply: servers move and hash files meanwhile.</summary>
    public TimeSpan FinalReply { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A transfer without a byte moved while this side waits for the other, or for its own disk in a large file.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From ABOR to the end of its replies; then the control connection is given up.</summary>
    public TimeSpan Abort { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence on the control connection during a transfer after which NOOP is sent, so that no router forgets it;
    /// infinite for never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From QUIT to its reply; then the connection is cut.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(3);

    internal void Validate()
    {
        foreach (var timeout in new[] { Connect, Handshake, Reply, FinalReply, Stalled, Abort, KeepAlive, Quit })
        {
            if (timeout != Timeout.InfiniteTimeSpan)
                Check(timeout);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">It is none that a timer can wait for.</exception>
    internal static void Check(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, TimeSpan.FromDays(24));
    }
}
