using System.Collections.Immutable;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Inbox;

/// <summary>Bounds of a <see cref="FtpInbox"/>.</summary>
public sealed record FtpInboxOptions
{
    /// <summary>Uploads that may wait until a consumer takes them, at least 1; with so many waiting, further ones read 450.</summary>
    public int MaxWaiting
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }
    = 64;

    /// <summary>How long a consumer has for its verdict once an upload has come completely, more than zero and at most 24 days; then the client reads 451.</summary>
    public TimeSpan VerdictTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value.TotalDays <= 24 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }
    = TimeSpan.FromMinutes(1);

    /// <summary>Directories that are there, empty, beside the root: files go below these or the root itself.</summary>
    public ImmutableArray<FtpPath> Directories { get; init; } = [];
}
