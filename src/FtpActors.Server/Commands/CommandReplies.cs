using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Commands;

/// <summary>Replies of the guards, and those that several handlers share.</summary>
internal static class CommandReplies
{
    public static FtpReply LoginFirst { get; } = new(530, "Log in with USER and PASS first.");

    public static FtpReply RenameFromFirst { get; } = new(503, "Send RNFR first.");

    public static FtpReply TransferRuns { get; } = new(503, "Another transfer runs.");

    public static FtpReply DataConnectionFirst { get; } = new(425, "Send PASV, EPSV, PORT or EPRT first.");

    /// <summary>RFC 2428 §4: after EPSV ALL no other verb announces a data connection.</summary>
    public static FtpReply EpsvOnly { get; } = new(503, "EPSV ALL was sent: only EPSV announces data connections.");

    public static FtpReply ArgumentMissing(CommandSpec spec) => new(501, $"{spec.Verb} needs an argument: {spec.Verb} {spec.Syntax}");

    public static FtpReply NotPermitted(FtpPath path) => new(550, $"{path}: permission denied.");

    public static FtpReply NotAFile(FtpPath path) => new(550, $"{path}: not a plain file.");

    public static FtpReply BadArgument(FtpCommand command) => new(501, $"{command.Verb}: argument not understood.");

    public static FtpReply Unknown(FtpCommand command) => new(500, $"{command.Verb}: not understood.");
}
