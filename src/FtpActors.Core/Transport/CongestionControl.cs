using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FtpActors.Core.Transport;

/// <summary>The kernel's algorithm that decides how fast a data connection sends (RFC 5681; TCP_CONGESTION of tcp(7)). Linux only:
/// elsewhere the system decides.</summary>
/// <remarks>BBR measures the path and sends no faster than what it found. Between two programs of one machine there is no path: what it
/// measures there is how processors are shared at the moment, and holds connections to half of what they could do, or less.</remarks>
public sealed record CongestionControl
{
    private const string Paced = "bbr";
    private const string Unpaced = "cubic";

    private const int TcpLevel = 6;
    private const int TcpCongestion = 13;

    /// <summary>TCP_CA_NAME_MAX, with the zero behind it.</summary>
    private const int LongestName = 16;

    private readonly string _name;

    private CongestionControl(string name) => _name = name;

    /// <summary>The system's, but cubic on loopback addresses where the system's is BBR.</summary>
    public static CongestionControl Auto { get; } = new("auto");

    /// <summary>The system's: net.ipv4.tcp_congestion_control.</summary>
    public static CongestionControl System { get; } = new("system");

    /// <param name="name">Such as cubic or bbr.</param>
    /// <exception cref="ArgumentException">The system lacks it, or does not allow it (net.ipv4.tcp_allowed_congestion_control), or is not Linux.</exception>
    public static CongestionControl Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryNamed(name) ?? throw new ArgumentException($"{name} is no congestion control that this system has and allows.", nameof(name));
    }

    public override string ToString() => _name;

    /// <summary>Null where it cannot be used.</summary>
    internal static CongestionControl? TryNamed(string name)
    {
        if (!OperatingSystem.IsLinux() || name.Length is 0 or >= LongestName || !Ascii.IsValid(name))
            return null;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            return TrySet(socket, name) ? new CongestionControl(name) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Before the socket connects or listens; connections that it accepts are alike. What the system refuses, it decides itself.</summary>
    /// <param name="socket">TCP.</param>
    /// <param name="address">The peer's, or that of a listener; null where it is not known.</param>
    internal void ApplyTo(Socket socket, IPAddress? address)
    {
        if (this == System || !OperatingSystem.IsLinux())
            return;
        if (this != Auto)
            TrySet(socket, _name);
        else if (address is not null && IPAddress.IsLoopback(PeerAddress.Plain(address)) && NameOf(socket).StartsWith(Paced, StringComparison.Ordinal))
            TrySet(socket, Unpaced);
    }

    /// <summary>Of a socket on Linux; empty where the system does not tell.</summary>
    internal static string NameOf(Socket socket)
    {
        Span<byte> name = stackalloc byte[LongestName];
        try
        {
            name = name[..socket.GetRawSocketOption(TcpLevel, TcpCongestion, name)];
        }
        catch (SocketException)
        {
            return "";
        }

        return Encoding.ASCII.GetString(name[..(name.IndexOf((byte)0) is >= 0 and var end ? end : name.Length)]);
    }

    private static bool TrySet(Socket socket, string name)
    {
        try
        {
            socket.SetRawSocketOption(TcpLevel, TcpCongestion, Encoding.ASCII.GetBytes(name));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
