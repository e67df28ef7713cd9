namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Every verb this server knows.</summary>
    public static CommandTable Default { get; } = WithFileCommands(WithSessionCommands(Empty));
}
