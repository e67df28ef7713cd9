using FtpActors.Core.Auth;

namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs that change what is known of files, or put files together.</summary>
    internal static CommandTable WithFactCommands(CommandTable table) => table
        .With(new CommandSpec("MFCT", MfctHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Overwrite).PathIn(MfmtHandler.PathText)
            .Feat("MFCT")
            .Help("<YYYYMMDDHHMMSS> <path>", "Set when something came into being (UTC)."))
        .With(new CommandSpec("MFF", MffHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Overwrite).PathIn(MfmtHandler.PathText)
            .Feat("MFF Modify;Create;UNIX.mode;")
            .Help("<fact>=<value>;... <path>", "Set facts: Modify, Create, UNIX.mode."))
        .With(new CommandSpec("AVBL", AvblHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).Transparent()
            .Feat("AVBL")
            .Help("[<path>]", "Tell how many bytes have room."))
        .With(new CommandSpec("COMB", CombHandler.Props)
            .Needs(Need.Login | Need.Argument).Long()
            .Feat("COMB")
            .Help("<target> <source>...", "Append the sources to the target, then remove them."));
}
