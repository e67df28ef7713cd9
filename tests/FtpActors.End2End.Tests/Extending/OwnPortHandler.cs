using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>EPSV: listens at a port of the system's choice, whatever ports the server has.</summary>
public sealed class OwnPortHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var listener = DataListener.Bind(new IPEndPoint(execute.Context.Local.Address, 0), execute.Context.Options.CongestionControl);
        var port = new OwnPort(listener, execute.Context.Remote.Address);
        return new(Outcome.Of(229, $"Come to {HostPort.FormatEpsv(listener.Port)}.").With(new DataAnnounced(port)));
    }
}
