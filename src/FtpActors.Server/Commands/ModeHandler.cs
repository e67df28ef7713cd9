using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MODE: how the data connection frames a file; only as a stream.</summary>
/// <remarks>RFC 959 §3.4, §4.1.2. Replies 200 for <c>S</c>; 504 for <c>B</c>, <c>C</c> and <c>Z</c>; 501.</remarks>
internal sealed class ModeHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<ModeHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.Argument.ToUpperInvariant() switch
    {
        "S" => Outcome.Of(200, "Mode is stream."),
        "B" or "C" or "Z" => Outcome.Of(504, "Only MODE S is offered."),
        _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
    });
}
