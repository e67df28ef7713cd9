using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>QUIT: ends the session, once a running transfer has ended.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 221.</remarks>
internal sealed class QuitHandler : CommandHandler
{
    private static readonly Outcome Done = Outcome.Close(new(221, "Goodbye."));

    public static Props Props { get; } = Props.Create<QuitHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(Done);
}
