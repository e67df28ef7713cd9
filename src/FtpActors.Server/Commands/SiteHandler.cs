using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE: what this server offers beyond the verbs of RFCs; see <see cref="CommandTable.Site"/>.</summary>
/// <remarks>RFC 959 §4.1.3. Replies of the subcommand; 504 for one that is not there.</remarks>
internal sealed class SiteHandler : StreamingHandler
{
    public static Props Props { get; } = Props.Create<SiteHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var words = execute.Argument.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (!execute.Context.Options.Commands.Site.TryGetValue(words[0], out var command))
            return new(Outcome.Of(504, $"SITE {words[0]}: no such subcommand."));
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
}
