using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ESTA: the address that the next data connection is dialled at.</summary>
/// <remarks>As pure-ftpd has it. Replies 225 with the address as EPRT writes it; 503 when no active connection is announced.</remarks>
internal sealed class EstaHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<EstaHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.State.Data is IActiveConnector active
        ? Outcome.Of(225, $"({HostPort.FormatEprt(active.Target)})")
        : Outcome.Of(503, "No active data connection is announced."));
}
