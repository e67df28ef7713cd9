using FtpActors.Core.Auth;
using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs that hash files, and the ranges they honour. Who may download a file may have its hash.</summary>
    internal static CommandTable WithHashCommands(CommandTable table) => table
        .With(new CommandSpec("HASH", HashHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Read).Long()
            .Feat(static state => HashNames.FeatureLine(state.Hash))
            .Help("<path>", "Hash a file, or the range that RANG chose."))
        .With(Checksum("XCRC", HashKind.Crc32, "CRC-32"))
        .With(Checksum("XMD5", HashKind.Md5, "MD5"))
        .With(Checksum("XSHA", HashKind.Sha1, "SHA-1"))
        .With(Checksum("XSHA1", HashKind.Sha1, "SHA-1"))
        .With(Checksum("XSHA256", HashKind.Sha256, "SHA-256"))
        .With(Checksum("XSHA512", HashKind.Sha512, "SHA-512"))
        .With(new CommandSpec("MD5", Md5Handler.Props)
            .TakesPath(PathUse.Required, FtpRights.Read).PathIn(ChecksumArgument.PathText).Long().Feat("MD5")
            .Help("<path> [[<start>] <end>]", "Tell the MD5 of a file or of a range of it."))
        .With(new CommandSpec("MMD5", Mmd5Handler.Props)
            .Needs(Need.Login | Need.Argument).Long().Feat("MMD5")
            .Help("<path>, <path>...", "Tell the MD5 of several files."))
        .With(new CommandSpec("RANG", RangHandler.Props)
            .Needs(Need.Login | Need.Argument).Feat("RANG STREAM")
            .Help("<first byte> <last byte>", "Choose the bytes for the next RETR, STOR or HASH; 1 0 for all."));

    private static CommandSpec Checksum(string verb, HashKind kind, string name) => new CommandSpec(verb, ChecksumHandler.Props(kind))
        .TakesPath(PathUse.Required, FtpRights.Read).PathIn(ChecksumArgument.PathText).Long().Feat(verb)
        .Help("<path> [[<start>] <end>]", $"Tell the {name} of a file or of a range of it.");
}
