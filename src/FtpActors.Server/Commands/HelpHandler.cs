using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>HELP: the verbs of the table that are offered, or the syntax of one.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 214; 502 for a verb that is not there.</remarks>
internal sealed class HelpHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<HelpHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var commands = execute.Context.Options.Commands;
        return new(Outcome.Of(execute.Command.HasArgument ? OfVerb(commands, execute.Argument) : OfTable(commands, execute.State)));
    }

    private static FtpReply OfTable(CommandTable commands, SessionState state) => FtpReply.MultiLine(
        214,
        "These commands are understood:",
        HelpColumns.Of(commands.Specs.Where(spec => spec.IsShown(state)).Select(static spec => spec.Verb)),
        "HELP <command> explains one.");

    private static FtpReply OfVerb(CommandTable commands, string verb) =>
        commands.Find(verb.ToUpperInvariant()) is { } spec
            ? new FtpReply(214, $"{$"{spec.Verb} {spec.Syntax}".TrimEnd()}: {ReplyText.Of(spec.Summary)}")
            : new FtpReply(502, $"{verb}: no such command.");
}
