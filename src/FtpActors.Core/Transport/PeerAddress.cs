using System.Net;

namespace FtpActors.Core.Transport;

/// <summary>Addresses as they are compared and shown.</summary>
public static class PeerAddress
{
    /// <summary>IPv4 addresses that a dual-stack socket shows as IPv6 become plain IPv4; the scope of a link-local address is kept.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
}
