using System.Net.Sockets;
using System.Text;

namespace FtpActors.Client.Proxies;

/// <summary>CONNECT of HTTP/1.1 (RFC 9110 §9.3.6), with Basic authentication (RFC 7617) where there is a user.</summary>
internal static class HttpConnect
{
    /// <summary>Bytes of an answer's head; an honest one has a tenth of it.</summary>
    private const int LongestHead = 16 * 1024;

    /// <exception cref="IOException">Refused.</exception>
    public static async Task Connect(Socket socket, ProxyOptions proxy, string host, int port, CancellationToken cancel)
    {
        var authority = host.Contains(':') ? $"[{host}]:{port}" : $"{host}:{port}";
        var request = new StringBuilder($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
        if (proxy.User is { } user)
            request.Append($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{proxy.Password.Reveal()}"))}\r\n");
        await ProxyTunnel.Send(socket, Encoding.UTF8.GetBytes(request.Append("\r\n").ToString()), cancel).ConfigureAwait(false);
        var status = (await Head(socket, cancel).ConfigureAwait(false)).Split('\n', 2)[0].TrimEnd('\r');
        var words = status.Split(' ', 3);
        if (!words[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || words.Length < 2 || words[1].Length != 3)
            throw new IOException("the proxy does not speak HTTP");
        if (words[1][0] != '2')
            throw new IOException($"the proxy says: {string.Join(' ', words[1..])}");
    }

    /// <summary>Up to and with the empty line. Byte by byte: what follows is the server's.</summary>
    private static async Task<string> Head(Socket socket, CancellationToken cancel)
    {
        var (head, one) = (new StringBuilder(), new byte[1]);
        while (head.Length < LongestHead)
        {
            await ProxyTunnel.Receive(socket, one, cancel).ConfigureAwait(false);
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.Length > 1 && (head[^2] == '\n' || (head.Length > 2 && head[^2] == '\r' && head[^3] == '\n')))
                return head.ToString();
        }

        throw new IOException("the proxy's answer has no end");
    }
}
