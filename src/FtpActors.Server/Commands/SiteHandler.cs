using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE: what this server offers beyond the verbs of RFCs; see <see cref="CommandTable.Site"/>.</summary>
/// <remarks>RFC 959 §4.1.3. Replies of the subcommand; 504 for one that is not there, or 200 for a client that takes every one for
/// granted (<see cref="Compatibility.Accepted"/>).</remarks>
internal sealed class SiteHandler : StreamingHandler
{
    public const string Verb = "SITE";

    public static Props Props { get; } = Props.Create<SiteHandler>();

    /// <summary>Whether the subcommand that <paramref name="argument"/> names may take long.</summary>
    public static bool IsLong(CommandTable commands, string argument) => commands.Site.TryGetValue(Words(argument)[0], out var command) && command.IsLong;

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var words = Words(execute.Argument);
        if (!execute.Context.Options.Commands.Site.TryGetValue(words[0], out var command))
        {
            return new(execute.State.Compatibility.Accepted.Contains(Verb)
                ? Outcome.Of(Compatibility.WithoutEffect(Verb))
                : Outcome.Of(504, $"SITE {words[0]}: no such subcommand."));
        }

        execute = execute with { Materializer = Materializer };
        var argument = words.Length == 2 ? words[1] : "";
        return command.Run.Method.Module.Assembly == typeof(SiteHandler).Assembly ? command.Run(execute, argument) : RunOnPool(command, execute, argument);
    }

    /// <summary>An embedder's code stays off the threads that read for everybody.</summary>
    private static async ValueTask<Outcome> RunOnPool(SiteCommand command, Execute execute, string argument)
    {
        await Task.Yield();
        return await command.Run(execute, argument);
    }

    private static string[] Words(string argument) => argument.Split(' ', 2, StringSplitOptions.TrimEntries);
}
