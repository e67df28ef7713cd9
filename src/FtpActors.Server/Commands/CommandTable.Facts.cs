using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs that change what is known of files, or put files together.</summary>
    internal static CommandTable WithFactCommands(CommandTable table) => table
        .With(new CommandSpec("MFCT", MfctHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Overwrite).PathIn(MfmtHandler.PathText)
            .Feat(static state => state.Storage is ITimedStorage { SetsCreated: true } ? "MFCT" : null)
            .Help("<YYYYMMDDHHMMSS> <path>", "Set when something came into being (UTC)."))
        .With(new CommandSpec("MFF", MffHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Overwrite).PathIn(MfmtHandler.PathText)
            .Feat(static state => MffHandler.FeatureLine(state.Storage))
            .Help("<fact>=<value>;... <path>", "Set facts: Modify, Create, UNIX.mode."))
        .With(new CommandSpec("AVBL", AvblHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).Transparent()
            .Feat(static state => state.Storage is ISpaceStorage ? "AVBL" : null)
            .Help("[<path>]", "Tell how many bytes have room."))
        .With(new CommandSpec("COMB", CombHandler.Props)
            .Needs(Need.Login | Need.Argument).Long()
            .Feat("COMB")
            .Help("<target> <source>...", "Append the sources to the target, then remove them."));
}
