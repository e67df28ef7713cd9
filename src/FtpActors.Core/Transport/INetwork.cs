using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>Where a server's connections come from and go to: TCP, or what a test has in its place.</summary>
internal interface INetwork
{
    /// <summary>Collects control connections from now on.</summary>
    /// <param name="endPoint">Port 0 takes a free one; an IPv6 wildcard also serves IPv4.</param>
    /// <param name="backlog">Connections that wait to be accepted.</param>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    IControlListener Listen(IPEndPoint endPoint, int backlog);

    /// <summary>Collects data connections from now on.</summary>
    /// <param name="local">Port 0 takes a free one.</param>
    /// <param name="congestion">Of what is sent over them.</param>
    /// <exception cref="SocketException">The port is taken, or the address is not ours.</exception>
    IDataListener ListenForData(IPEndPoint local, CongestionControl congestion);

    /// <summary>Dials once it is asked for a connection.</summary>
    /// <param name="local">Address to call from.</param>
    /// <param name="target">Address to call.</param>
    /// <param name="congestion">Of what is sent over the connection.</param>
    IActiveConnector Dial(IPAddress local, IPEndPoint target, CongestionControl congestion);
}
