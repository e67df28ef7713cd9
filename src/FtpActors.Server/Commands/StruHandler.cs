using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>STRU: the structure of files; they have none beyond their bytes.</summary>
/// <remarks>RFC 959 §3.1.2, §4.1.2. Replies 200 for <c>F</c>; 504 for <c>R</c> and <c>P</c>; 501.</remarks>
internal sealed class StruHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<StruHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.Argument.TrimEnd(' ').ToUpperInvariant() switch
    {
        "F" => Outcome.Of(200, "Structure is file."),
        "R" or "P" => Outcome.Of(504, "Only STRU F is offered."),
        _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
    });
}
