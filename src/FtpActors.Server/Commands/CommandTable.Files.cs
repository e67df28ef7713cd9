using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about files and directories.</summary>
    /// <remarks>Rights that depend on what is there (a new file or an old one, the name RNTO takes) are the handlers' business.
    /// Transparent are the questions: a client may ask for a size between REST and RETR.</remarks>
    internal static CommandTable WithFileCommands(CommandTable table) =>
        WithTransferCommands(WithListingCommands(WithFileManagement(WithDirectoryCommands(table))));

    private static CommandTable WithDirectoryCommands(CommandTable table)
    {
        var cwd = new CommandSpec("CWD", CwdHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.List).Where(PathMust.BeDirectory)
            .Help("<path>", "Change the working directory.");
        var cdup = new CommandSpec("CDUP", CwdHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).PathIn(static _ => "..").Where(PathMust.BeDirectory)
            .Help("", "Change to the parent directory.");
        var pwd = new CommandSpec("PWD", PwdHandler.Props)
            .Needs(Need.Login).Transparent()
            .Help("", "Name the working directory.");
        var mkd = new CommandSpec("MKD", MkdHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Directories)
            .Help("<path>", "Make a directory.");
        var rmd = new CommandSpec("RMD", RmdHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Directories)
            .Help("<path>", "Remove an empty directory.");

        // RFC 1123 §4.1.3.1: the X forms are the same verbs under their older names. RFC 3659 §6: paths are a TVFS.
        return table
            .With(cwd.Feat("TVFS")).With(cwd with { Verb = "XCWD" })
            .With(cdup).With(cdup with { Verb = "XCUP" })
            .With(pwd).With(pwd with { Verb = "XPWD" })
            .With(mkd).With(mkd with { Verb = "XMKD" })
            .With(rmd).With(rmd with { Verb = "XRMD" });
    }

    private static CommandTable WithFileManagement(CommandTable table) => table
        .With(new CommandSpec("DELE", DeleHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Delete)
            .Help("<path>", "Remove a file."))
        .With(new CommandSpec("RNFR", RnfrHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Rename)
            .Help("<path>", "Name what RNTO renames."))
        .With(new CommandSpec("RNTO", RntoHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Rename).Needs(Need.RenameFrom)
            .Help("<path>", "Give the new name of what RNFR named."))
        .With(new CommandSpec("SIZE", SizeHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.List).Transparent()
            .Feat("SIZE")
            .Help("<path>", "Tell the size of a file in bytes (TYPE I)."))
        .With(new CommandSpec("MDTM", MdtmHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.List).Transparent()
            .Feat("MDTM")
            .Help("<path>", "Tell when something was last modified (UTC)."))
        .With(new CommandSpec("MFMT", MfmtHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Overwrite).PathIn(MfmtHandler.PathText)
            .Feat(static state => state.Storage is ITimedStorage ? "MFMT" : null)
            .Help("<YYYYMMDDHHMMSS> <path>", "Set when something was last modified (UTC)."));

    private static CommandTable WithListingCommands(CommandTable table) => table
        .With(new CommandSpec("LIST", ListHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).PathIn(ListingTarget.PathText).Needs(Need.DataConnection)
            .Help("[-options] [<path or pattern>]", "List files as ls -l does."))
        .With(new CommandSpec("NLST", NlstHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).PathIn(ListingTarget.PathText).Needs(Need.DataConnection)
            .Help("[-options] [<path or pattern>]", "List names of files."))
        .With(new CommandSpec("MLSD", MlsdHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).Where(PathMust.Exist).Needs(Need.DataConnection)
            .Help("[<path>]", "List a directory in facts."))
        .With(new CommandSpec("MLST", MlstHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.List).Where(PathMust.Exist).Transparent()
            .Feat(static state => state.Facts.FeatureLine)
            .Help("[<path>]", "Show the facts of one file or directory."));

    private static CommandTable WithTransferCommands(CommandTable table) => table
        .With(new CommandSpec("RETR", RetrHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.Read).Needs(Need.DataConnection)
            .Help("<path>", "Download a file."))
        .With(new CommandSpec("STOR", StorHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.None).Needs(Need.DataConnection)
            .Help("<path>", "Upload a file."))
        .With(new CommandSpec("APPE", AppeHandler.Props)
            .TakesPath(PathUse.Required, FtpRights.None).Needs(Need.DataConnection)
            .Help("<path>", "Upload to the end of a file."))
        .With(new CommandSpec("STOU", StouHandler.Props)
            .TakesPath(PathUse.Optional, FtpRights.None).Needs(Need.DataConnection)
            .Help("[<path>]", "Upload under a name nobody has yet."));
}
