using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ESTP: the address at which the next data connection is awaited.</summary>
/// <remarks>As pure-ftpd has it. Replies 225 with the address as EPRT writes it; 503 when no passive connection is announced.</remarks>
internal sealed class EstpHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<EstpHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(execute.State.Data is IPassiveConnector passive
        ? Outcome.Of(225, $"({HostPort.FormatEprt(new IPEndPoint(PeerAddress.Plain(execute.Context.Local.Address), passive.Port))})")
        : Outcome.Of(503, "No passive data connection is announced."));
}
