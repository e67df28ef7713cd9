using System.Net;
using System.Net.Sockets;

namespace FtpActors.Server;

/// <summary>A server cannot listen where it should: the address is taken, not ours, or not permitted.</summary>
public sealed class AddressUnavailableException(IPEndPoint endPoint, SocketException cause)
    : Exception($"Cannot listen on {endPoint}: {cause.Message}", cause)
{
    public IPEndPoint EndPoint { get; } = endPoint;
}
