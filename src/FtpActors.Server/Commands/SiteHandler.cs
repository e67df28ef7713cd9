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
        return execute.Context.Options.Commands.Site.TryGetValue(words[0], out var command)
            ? command.Run(execute with { Materializer = Materializer }, words.Length == 2 ? words[1] : "")
            : new(Outcome.Of(504, $"SITE {words[0]}: no such subcommand."));
    }
}
