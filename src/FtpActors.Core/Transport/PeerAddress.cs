using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>Addresses as they are compared and shown.</summary>
public static class PeerAddress
{
    /// <summary>IPv4 addresses that a dual-stack socket shows as IPv6 become plain IPv4; the scope of a link-local address is kept.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;

    /// <summary>Who to count an address with: an IPv4 address stands for itself, an IPv6 address for the /64 it is in, all of
    /// which one host can use.</summary>
    public static IPAddress Network(IPAddress address)
    {
        address = Plain(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
