using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MODE: how the data connection carries files and listings: as they are (S), in blocks (B) or compressed (Z).</summary>
/// <remarks>RFC 959 §3.4, §4.1.2; draft-preston-ftpext-deflate. Replies 200 for <c>S</c>, <c>B</c> and <c>Z</c>; 504 for
/// <c>C</c>, run lengths, which Z does better; 501. REST counts bytes of the stored file in every mode: in MODE B that is
/// what the restart markers say.</remarks>
internal sealed class ModeHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<ModeHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.Argument.TrimEnd(' ').ToUpperInvariant() switch
    {
        "S" => Outcome.Of(200, "Mode is stream.").With(new ModeChosen(TransferMode.Stream)),
        "B" => Outcome.Of(200, "Mode is block.").With(new ModeChosen(TransferMode.Block)),
        "Z" => Outcome.Of(200, "Mode is deflate.").With(new ModeChosen(TransferMode.Deflate)),
        "C" => Outcome.Of(504, "Only MODE S, B and Z are offered."),
        _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
    });
}
