using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Commands;

/// <summary>Texts around a transfer.</summary>
internal static class TransferReplies
{
    /// <summary>RFC 1123 §4.1.3.4: the offset of REST lies outside the file.</summary>
    public static FtpReply InvalidRestart { get; } = new(554, "Requested action not taken: invalid REST parameter.");

    /// <summary>RANG before APPE, STOU or MMD5.</summary>
    public static FtpReply NoRange { get; } = new(504, "RANG is for RETR, STOR and HASH.");

    /// <summary>LIST -R beyond its bounds.</summary>
    public static FtpReply ListingCut { get; } =
        new(226, $"Transfer complete, but the listing is not: it ends after {RecursiveListing.MostEntries} entries and {RecursiveListing.MostLevels} levels.");

    /// <summary>RETR. Clients read the size of the whole file from it; in TYPE A nobody knows what the wire will carry.</summary>
    /// <param name="path">What is sent.</param>
    /// <param name="type">Named in the text.</param>
    /// <param name="size">Bytes, or null.</param>
    public static FtpReply OpeningDownload(FtpPath path, TransferType type, long? size) =>
        type == TransferType.Image && size is not null
            ? new FtpReply(150, $"Opening BINARY mode data connection for {path} ({size} bytes).")
            : Opening(path, type);

    public static FtpReply Opening(FtpPath path, TransferType type) =>
        new(150, $"Opening {(type == TransferType.Ascii ? "ASCII" : "BINARY")} mode data connection for {path}.");

    public static FtpReply OpeningListing(FtpPath path) => new(150, $"Opening data connection for the listing of {path}.");

    /// <summary>An upload names its file: the client learns where it landed.</summary>
    public static FtpReply Uploaded(FtpPath path) => new(226, $"Transfer complete: {path}.");
}
