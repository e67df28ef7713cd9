using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FtpActors.Tests;

/// <summary>What this process has open, on Linux. Only looked at: descriptors may be closed at any time, and given anew.</summary>
internal static class OwnSockets
{
    private const int TcpLevel = 6;
    private const int TcpCongestion = 13;

    /// <summary>What connections on loopback have that nobody chose anything for: the system's, but nothing that paces.</summary>
    public static string OnLoopback
    {
        get
        {
            var systems = File.ReadAllText("/proc/sys/net/ipv4/tcp_congestion_control").Trim();
            return systems.StartsWith("bbr", StringComparison.Ordinal) ? "cubic" : systems;
        }
    }

    /// <summary>The congestion control of the connected sockets at this port, and of those that are connected to it.</summary>
    public static (string[] At, string[] To) CongestionOf(int port)
    {
        List<string> at = [], to = [];
        foreach (var entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var socket = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            var (local, remote, name) = (new byte[28], new byte[28], new byte[16]);
            int localLength = local.Length, remoteLength = remote.Length, nameLength = name.Length;
            if (GetOption(socket, TcpLevel, TcpCongestion, name, ref nameLength) != 0
                || GetName(socket, local, ref localLength) != 0
                || GetPeer(socket, remote, ref remoteLength) != 0)
                continue;
            var congestion = Encoding.ASCII.GetString(name, 0, nameLength).TrimEnd('\0');
            if (PortOf(local) == port)
                at.Add(congestion);
            if (PortOf(remote) == port)
                to.Add(congestion);
        }

        return ([.. at], [.. to]);
    }

    private static int PortOf(byte[] address) => BinaryPrimitives.ReadUInt16BigEndian(address.AsSpan(2));

    [DllImport("libc", EntryPoint = "getsockopt")]
    private static extern int GetOption(int socket, int level, int option, byte[] value, ref int length);

    [DllImport("libc", EntryPoint = "getsockname")]
    private static extern int GetName(int socket, byte[] address, ref int length);

    [DllImport("libc", EntryPoint = "getpeername")]
    private static extern int GetPeer(int socket, byte[] address, ref int length);
}
