namespace FtpActors.Client;

/// <summary>How much of anything a server may send.</summary>
public sealed record ClientLimits
{
    private const int ShortestLine = 512;

    /// <summary>Bytes in a line of a reply, from 512.</summary>
    public int MaxReplyLine { get; init; } = 16 * 1024;

    /// <summary>Lines in a reply.</summary>
    public int MaxReplyLines { get; init; } = 10_000;

    /// <summary>Preliminary replies to one command, or before the greeting: each may take <see cref="ClientTimeouts.Reply"/>.</summary>
    public int MaxPreliminaryReplies { get; init; } = 100;

    /// <summary>Bytes in a line of a listing, from 512.</summary>
    public int MaxListingLine { get; init; } = 16 * 1024;

    /// <summary>Entries of one listing, over all its directories when it is recursive, as transfers of trees and removals are.</summary>
    public int MaxListingEntries { get; init; } = 1_000_000;

    /// <summary>Bytes of one listing, over all its directories when it is recursive: what is no entry counts, too.</summary>
    public long MaxListingBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Directories below one another that a recursive listing, transfer or removal follows.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Calls that wait for their turn on one connection; more fail with <see cref="InvalidOperationException"/>.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReplyLine, ShortestLine);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReplyLines, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxPreliminaryReplies);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxListingLine, ShortestLine);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxListingEntries);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxListingBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDepth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWaiting, 1);
    }
}
