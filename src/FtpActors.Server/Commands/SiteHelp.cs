using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE HELP: the subcommands of SITE, or the syntax of one.</summary>
/// <remarks>Replies 214; 504 for a subcommand that is not there.</remarks>
internal static class SiteHelp
{
    public static ValueTask<Outcome> Run(Execute execute, string name) => new(Outcome.Of(name.Length == 0 ? OfAll() : OfOne(name)));

    private static FtpReply OfAll() => FtpReply.MultiLine(
        214, "These SITE commands are understood:", HelpColumns.Of(SiteCommand.All.Keys), "SITE HELP <subcommand> explains one.");

    private static FtpReply OfOne(string name) => SiteCommand.All.TryGetValue(name, out var command)
        ? new FtpReply(214, $"{$"SITE {command.Name} {command.Syntax}".TrimEnd()}: {command.Summary}")
        : new FtpReply(504, $"SITE {name}: no such subcommand.");
}
