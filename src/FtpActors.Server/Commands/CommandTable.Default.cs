using System.Collections.Immutable;

namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Every verb this server knows.</summary>
    /// <remarks>Starts from a table of its own: whether <see cref="Empty"/> is there yet depends on the order in which the compiler meets the files.</remarks>
    public static CommandTable Default { get; } =
        WithProtocolCommands(WithHashCommands(WithFactCommands(WithFileCommands(WithSessionCommands(
            new CommandTable(ImmutableDictionary<string, CommandSpec>.Empty, SiteCommand.All))))));
}
