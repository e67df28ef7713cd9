namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about files and directories.</summary>
    private static CommandTable WithFileCommands(CommandTable table) => table;
}
