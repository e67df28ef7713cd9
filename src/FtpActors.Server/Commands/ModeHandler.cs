using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MODE: how the data connection carries files and listings: as they are (S) or compressed (Z).</summary>
/// <remarks>RFC 959 §3.4, §4.1.2; draft-preston-ftpext-deflate. Replies 200 for <c>S</c> and <c>Z</c>; 504 for <c>B</c>
/// and <c>C</c>; 501. REST counts bytes of the stored file in every mode.</remarks>
internal sealed class ModeHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<ModeHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.Argument.ToUpperInvariant() switch
    {
        "S" => Outcome.Of(200, "Mode is stream.").With(new ModeChosen(TransferMode.Stream)),
        "Z" => Outcome.Of(200, "Mode is deflate.").With(new ModeChosen(TransferMode.Deflate)),
        "B" or "C" => Outcome.Of(504, "Only MODE S and MODE Z are offered."),
        _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
    });
}
