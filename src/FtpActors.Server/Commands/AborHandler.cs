using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ABOR: ends the running transfer, or the handler that runs.</summary>
/// <remarks>RFC 959 §4.1.3. What it ends is answered 426, by the session and first; then 226 for ABOR itself, as also
/// when there is nothing to abort. A data connection that is announced, or open already, is given up. Replies 226.</remarks>
internal sealed class AborHandler : CommandHandler
{
    private static readonly Outcome Aborting = Outcome.Abort(new(226, "Transfer aborted, data connection closed."));
    private static readonly Outcome Idle = Outcome.Abort(new(226, "No transfer runs.")).With(new DataGivenUp());

    public static Props Props { get; } = Props.Create<AborHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.Transfer is null ? Idle : Aborting);
}
