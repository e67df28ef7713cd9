namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about the session itself: access, parameters, data connections, information.</summary>
    private static CommandTable WithSessionCommands(CommandTable table) =>
        WithInformationCommands(WithDataConnectionCommands(WithParameterCommands(WithAccessCommands(table))));

    private static CommandTable WithAccessCommands(CommandTable table) => table
        .With(new CommandSpec("USER", UserHandler.Props).Needs(Need.Argument)
            .Help("<name>", "Name who logs in."))
        .With(new CommandSpec("PASS", PassHandler.Props)
            .Help("<password>", "Log in."))
        .With(new CommandSpec("ACCT", AcctHandler.Props).Needs(Need.Argument)
            .Help("<account>", "Name an account; none is needed."))
        .With(new CommandSpec("REIN", ReinHandler.Props)
            .Help("", "Log out and start anew."))
        .With(new CommandSpec("QUIT", QuitHandler.Props).Urgent()
            .Help("", "End the session."));

    private static CommandTable WithParameterCommands(CommandTable table) => table
        .With(new CommandSpec("TYPE", TypeHandler.Props).Needs(Need.Login | Need.Argument).Transparent()
            .Help("A [N] | I | L 8", "Choose text or bytes as they are."))
        .With(new CommandSpec("MODE", ModeHandler.Props).Needs(Need.Login | Need.Argument).Transparent().Feat("MODE Z")
            .Help("S | B | Z", "Choose how a transfer is framed."))
        .With(new CommandSpec("STRU", StruHandler.Props).Needs(Need.Login | Need.Argument).Transparent()
            .Help("F", "Choose the structure of files."))
        .With(new CommandSpec("ALLO", AlloHandler.Props).Needs(Need.Login | Need.Argument).Transparent()
            .Help("<bytes> [R <bytes>]", "Ask whether there is room."))
        .With(new CommandSpec("REST", RestHandler.Props).Needs(Need.Login | Need.Argument).Feat("REST STREAM")
            .Help("<bytes>", "Say where the next transfer starts."))
        .With(new CommandSpec("OPTS", OptsHandler.Props).Needs(Need.Argument).Transparent().Feat("UTF8")
            .Help("UTF8 [ON|OFF] | MLST [<fact>;...] | HASH [<name>] | MODE Z LEVEL <0 to 9>", "Set an option of a feature."))
        .With(new CommandSpec("CLNT", ClntHandler.Props).Needs(Need.Argument).Transparent().Feat("CLNT")
            .Help("<name>", "Name the client program."));

    private static CommandTable WithDataConnectionCommands(CommandTable table) => table
        .With(new CommandSpec("PASV", PasvHandler.Props).Needs(Need.Login).Transparent()
            .Help("", "Have the server listen, on IPv4."))
        .With(new CommandSpec("EPSV", EpsvHandler.Props).Needs(Need.Login).Transparent().Feat("EPSV")
            .Help("[1 | 2 | ALL]", "Have the server listen."))
        .With(new CommandSpec("PORT", PortHandler.Props).Needs(Need.Login | Need.Argument).Transparent()
            .Help("<h1>,<h2>,<h3>,<h4>,<p1>,<p2>", "Say where the client listens, on IPv4."))
        .With(new CommandSpec("EPRT", EprtHandler.Props).Needs(Need.Login | Need.Argument).Transparent().Feat("EPRT")
            .Help("|<1 or 2>|<address>|<port>|", "Say where the client listens."))
        .With(new CommandSpec("ABOR", AborHandler.Props).Interrupts().Transparent()
            .Help("", "End the running transfer."));

    private static CommandTable WithInformationCommands(CommandTable table) => table
        .With(new CommandSpec("STAT", StatHandler.Props).NamesPath(PathUse.Optional).PathIn(ListingTarget.PathText).Urgent().Transparent()
            .Help("[<path or pattern>]", "Show the state of the session, or of a path."))
        .With(new CommandSpec("SYST", SystHandler.Props).Transparent()
            .Help("", "Name the system."))
        .With(new CommandSpec("LANG", LangHandler.Props).Transparent().Feat(static state => state.Languages.FeatureLine)
            .Help("[<language tag>]", "Choose the language of replies."))
        .With(new CommandSpec("HELP", HelpHandler.Props).Transparent()
            .Help("[<command>]", "List the commands or explain one."))
        .With(new CommandSpec("FEAT", FeatHandler.Props).Transparent()
            .Help("", "List the extensions."))
        .With(new CommandSpec("NOOP", NoopHandler.Props).Urgent().Transparent()
            .Help("", "Do nothing."))
        .With(new CommandSpec("SITE", SiteHandler.Props).Needs(Need.Login | Need.Argument)
            .Help("<subcommand> [<argument>]", "Run what SITE HELP lists."));
}
