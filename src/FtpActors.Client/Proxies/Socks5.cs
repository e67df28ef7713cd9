using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FtpActors.Client.Proxies;

/// <summary>CONNECT of SOCKS 5 (RFC 1928 §3–6), with user and password where there are any (RFC 1929).</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte LoginVersion = 1;
    private const byte NoLogin = 0;
    private const byte Login = 2;
    private const byte NoneOfThese = 0xff;
    private const byte ConnectCommand = 1;
    private const byte AddressV4 = 1;
    private const byte AddressName = 3;
    private const byte AddressV6 = 4;

    /// <summary>Names of one byte's length.</summary>
    private const int Longest = byte.MaxValue;

    /// <exception cref="IOException">Refused.</exception>
    public static async Task Connect(Socket socket, ProxyOptions proxy, string host, int port, CancellationToken cancel)
    {
        byte[] methods = proxy.User is null ? [NoLogin] : [NoLogin, Login];
        await ProxyTunnel.Send(socket, new byte[] { Version, (byte)methods.Length }.Concat(methods).ToArray(), cancel).ConfigureAwait(false);
        var chosen = await Reply(socket, 2, Version, cancel).ConfigureAwait(false);
        if (chosen[1] == Login && proxy.User is not null)
            await LogIn(socket, proxy, cancel).ConfigureAwait(false);
        else if (chosen[1] != NoLogin)
            throw new IOException(chosen[1] == NoneOfThese && proxy.User is null ? "the proxy wants a user and a password" : "the proxy wants another way of authentication");
        await ProxyTunnel.Send(socket, Request(host, port), cancel).ConfigureAwait(false);
        var reply = await Reply(socket, 4, Version, cancel).ConfigureAwait(false);
        if (reply[1] != 0)
            throw new IOException($"the proxy says: {Reason(reply[1])}");
        // Where the proxy calls from is of no interest, but has to be read.
        await SkipAddress(socket, reply[3], cancel).ConfigureAwait(false);
    }

    private static async Task LogIn(Socket socket, ProxyOptions proxy, CancellationToken cancel)
    {
        var (user, password) = (Encoding.UTF8.GetBytes(proxy.User!), Encoding.UTF8.GetBytes(proxy.Password.Reveal()));
        await ProxyTunnel.Send(socket, (byte[])[LoginVersion, (byte)user.Length, .. user, (byte)password.Length, .. password], cancel).ConfigureAwait(false);
        if ((await Reply(socket, 2, LoginVersion, cancel).ConfigureAwait(false))[1] != 0)
            throw new IOException("the proxy refuses user or password");
    }

    private static byte[] Request(string host, int port)
    {
        var bytes = new List<byte> { Version, ConnectCommand, 0 };
        if (IPAddress.TryParse(host, out var address))
        {
            bytes.Add(address.AddressFamily == AddressFamily.InterNetwork ? AddressV4 : AddressV6);
            bytes.AddRange(address.GetAddressBytes());
        }
        else
        {
            var name = Encoding.UTF8.GetBytes(host);
            if (name.Length > Longest)
                throw new IOException("the name is too long for the proxy");
            bytes.AddRange([AddressName, (byte)name.Length, .. name]);
        }

        Span<byte> twoBytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(twoBytes, (ushort)port);
        bytes.AddRange(twoBytes);
        return [.. bytes];
    }

    private static async Task<byte[]> Reply(Socket socket, int length, byte version, CancellationToken cancel)
    {
        var reply = new byte[length];
        await ProxyTunnel.Receive(socket, reply, cancel).ConfigureAwait(false);
        return reply[0] == version ? reply : throw new IOException("the proxy does not speak SOCKS 5");
    }

    private static async Task SkipAddress(Socket socket, byte kind, CancellationToken cancel)
    {
        var length = new byte[] { 0 };
        if (kind == AddressName)
            await ProxyTunnel.Receive(socket, length, cancel).ConfigureAwait(false);
        var rest = kind switch
        {
            AddressV4 => 4,
            AddressV6 => 16,
            AddressName => length[0],
            _ => throw new IOException("the proxy does not speak SOCKS 5"),
        };
        await ProxyTunnel.Receive(socket, new byte[rest + sizeof(ushort)], cancel).ConfigureAwait(false);
    }

    /// <summary>RFC 1928 §6.</summary>
    private static string Reason(byte code) => code switch
    {
        1 => "general failure",
        2 => "not allowed",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "TTL expired",
        7 => "command not supported",
        8 => "address type not supported",
        _ => $"failure {code}",
    };
}
