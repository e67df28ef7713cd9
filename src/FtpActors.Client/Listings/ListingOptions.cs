using System.Collections.Immutable;

namespace FtpActors.Client.Listings;

/// <summary>How listings are asked for and read.</summary>
public sealed record ListingOptions
{
    /// <summary>MLSD where the server has it, or LIST only, for servers whose MLSD lies.</summary>
    public bool PrefersMachineListings { get; init; } = true;

    /// <summary>Time zone of the dates in LIST; those of MLSD are UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Readers of lines of LIST, tried in this order; the one that reads a line stays the first for the rest of the listing.</summary>
    public ImmutableArray<IListingParser> Parsers { get; init; } = DefaultParsers;

    /// <summary>Entries that are read ahead of whoever consumes a listing. Shorter listings leave the connection free for other
    /// calls while they are consumed.</summary>
    public int ReadAhead { get; init; } = 10_000;

    /// <summary>Unix, Windows, VMS, MVS, AS/400.</summary>
    public static ImmutableArray<IListingParser> DefaultParsers { get; } =
        [new UnixListingParser(), new WindowsListingParser(), new VmsListingParser(), new MvsListingParser(), new As400ListingParser()];
}
