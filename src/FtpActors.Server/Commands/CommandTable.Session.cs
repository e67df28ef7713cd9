namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about the session itself: access, parameters, data connections, information.</summary>
    private static CommandTable WithSessionCommands(CommandTable table) =>
        WithAccessCommands(table);

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
}
