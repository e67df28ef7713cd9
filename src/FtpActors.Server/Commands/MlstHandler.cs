using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MLST: facts of one file or directory, over the control connection; without a path, of the working directory.</summary>
/// <remarks>RFC 3659 §7. Replies 250 in three lines, the second a space, the facts, a space and the absolute path; 550
/// missing or not permitted.</remarks>
internal sealed class MlstHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MlstHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var (path, state) = (execute.Path, execute.State);
        // Without facts the line starts with a space of its own: the one that indents it is always ours.
        var line = " " + FactsListing.Line(execute.Entry!, path.Value, state.Facts, state.User!.Rights.At(path));
        return new(Outcome.Of(FtpReply.MultiLine(250, $"Listing {path}", [line], "End.")));
    }
}
