using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Admission;

/// <summary>Networks as rules compare them.</summary>
public static class AddressNetwork
{
    private const int MappedBits = 96;

    /// <summary>A network of IPv4 addresses written as IPv6 (<c>::ffff:192.0.2.0/120</c>) becomes a plain one; scopes are dropped.</summary>
    public static IPNetwork Plain(IPNetwork network)
    {
        var (address, length) = (network.BaseAddress, network.PrefixLength);
        if (address.IsIPv4MappedToIPv6 && length >= MappedBits)
            return new IPNetwork(address.MapToIPv4(), length - MappedBits);
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPNetwork(new IPAddress(address.GetAddressBytes()), length)
            : network;
    }

    /// <summary>Whom failed logins are counted with, and banned: an IPv4 address by itself, an IPv6 address with its /64.</summary>
    public static IPNetwork Of(IPAddress peer)
    {
        var network = PeerAddress.Network(peer);
        return network.AddressFamily == AddressFamily.InterNetworkV6 ? new IPNetwork(network, 64) : new IPNetwork(network, 32);
    }

    /// <summary>An address, which stands for itself, or a network: <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, <c>::1</c>. Strict: IPv4 has four
    /// parts, no bit is set behind the prefix, there are no brackets, ports and scopes.</summary>
    /// <param name="text">All of it.</param>
    /// <param name="network">Plain.</param>
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        var before = slash < 0 ? text : text[..slash];
        if (before.AsSpan().ContainsAny("[]%") || !IPAddress.TryParse(before, out var address))
            return false;
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (bits == 32 && before.Count(letter => letter == '.') != 3)
            return false;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
            return false;
        if (length < bits && (NumberOf(address, out _) & ((UInt128.One << (bits - length)) - 1)) != 0)
            return false;
        network = Plain(new IPNetwork(address, length));
        return true;
    }

    /// <summary>Every address of <paramref name="inner"/> is one of <paramref name="outer"/>; both are plain.</summary>
    internal static bool Holds(this IPNetwork outer, IPNetwork inner) =>
        outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);

    /// <summary>An address as a number, in the space of its family. Allocates nothing.</summary>
    /// <param name="address">Plain.</param>
    /// <param name="bits">That the family's addresses have, 32 or 128; they are the lowest of the number.</param>
    internal static UInt128 NumberOf(IPAddress address, out int bits)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        bits = written * 8;
        return written == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
