using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Wiring;

/// <summary>The client's side of a network.</summary>
internal interface IClientNetwork
{
    /// <param name="target">Whom to call.</param>
    /// <param name="from">Local address to call from, or null for any.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="SocketException">Nobody accepts there.</exception>
    ValueTask<IClientConnection> Dial(IPEndPoint target, IPAddress? from, CancellationToken cancel);

    /// <summary>Collects connections from now on, on a free port.</summary>
    IClientListener Listen(IPAddress local);
}
