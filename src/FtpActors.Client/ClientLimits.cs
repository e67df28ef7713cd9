namespace FtpActors.Client;

/// <summary>How much of anything a server may send.</summary>
public sealed record ClientLimits
{
    /// <summary>Bytes in a line of a reply.</summary>
    public int MaxReplyLine { get; init; } = 16 * 1024;

    /// <summary>Lines in a reply.</summary>
    public int MaxReplyLines { get; init; } = 10_000;

    /// <summary>Bytes in a line of a listing.</summary>
    public int MaxListingLine { get; init; } = 16 * 1024;

    /// <summary>Entries of one listing, over all its directories when it is recursive.</summary>
    public int MaxListingEntries { get; init; } = 1_000_000;

    /// <summary>Directories below one another that a recursive listing, transfer or removal follows.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Calls that wait for their turn on one connection; more fail with <see cref="InvalidOperationException"/>.</summary>
    public int MaxWaiting { get; init; } = 10_000;
}
