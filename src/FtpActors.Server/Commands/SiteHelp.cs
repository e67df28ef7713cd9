using System.Collections.Immutable;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE HELP: the subcommands of SITE, or the syntax of one.</summary>
/// <remarks>Replies 214; 504 for a subcommand that is not there.</remarks>
internal static class SiteHelp
{
    public static ValueTask<Outcome> Run(Execute execute, string name)
    {
        var commands = execute.Context.Options.Commands.Site;
        return new(Outcome.Of(name.Length == 0 ? OfAll(commands) : OfOne(commands, name)));
    }

    private static FtpReply OfAll(ImmutableSortedDictionary<string, SiteCommand> commands) => FtpReply.MultiLine(
        214, "These SITE commands are understood:", HelpColumns.Of(commands.Keys), "SITE HELP <subcommand> explains one.");

    private static FtpReply OfOne(ImmutableSortedDictionary<string, SiteCommand> commands, string name) =>
        commands.TryGetValue(name, out var command)
            ? new FtpReply(214, $"{$"SITE {command.Name} {command.Syntax}".TrimEnd()}: {ReplyText.Of(command.Summary)}")
            : new FtpReply(504, $"SITE {name}: no such subcommand.");
}
