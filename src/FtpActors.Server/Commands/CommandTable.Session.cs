namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about the session itself: access, parameters, data connections, information.</summary>
    private static CommandTable WithSessionCommands(CommandTable table) => table;
}
