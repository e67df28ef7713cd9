using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SYST: the system whose conventions paths and LIST follow.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 215, with a name of the assigned numbers first.</remarks>
internal sealed class SystHandler : CommandHandler
{
    private static readonly Outcome Done = Outcome.Of(215, "UNIX Type: L8");

    public static Props Props { get; } = Props.Create<SystHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(Done);
}
