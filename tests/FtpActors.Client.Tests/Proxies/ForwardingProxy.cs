using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FtpActors.Client.Proxies;

namespace FtpActors.Client.Tests.Proxies;

/// <summary>A proxy on loopback that connects to whom it is asked, and remembers that.</summary>
internal sealed class ForwardingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Socket> _sockets = new();
    private readonly ProxyKind _kind;
    private readonly (string User, string Password)? _login;
    private readonly Task _accepting;

    private ForwardingProxy(ProxyKind kind, (string User, string Password)? login)
    {
        (_kind, _login) = (kind, login);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>HOST:PORT in the order in which they were asked for.</summary>
    public ConcurrentQueue<string> Targets { get; } = new();

    public static ForwardingProxy Start(ProxyKind kind, (string User, string Password)? login = null) => new(kind, login);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var socket in _sockets)
            socket.Dispose();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                _sockets.Enqueue(socket);
                _ = Serve(socket);
            }
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task Serve(Socket socket)
    {
        try
        {
            await using var client = new NetworkStream(socket, true);
            if (await (_kind == ProxyKind.Socks5 ? Socks(client) : Http(client)) is not { } target)
                return;
            var onward = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Enqueue(onward);
            await onward.ConnectAsync(target);
            await client.WriteAsync(_kind == ProxyKind.Socks5 ? new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 } : "HTTP/1.1 200 Fine\r\nVia: me\r\n\r\n"u8.ToArray());
            await using var server = new NetworkStream(onward, true);
            await Task.WhenAll(Copy(client, server, onward), Copy(server, client, socket));
        }
        catch (Exception cause) when (cause is IOException or SocketException or ObjectDisposedException)
        {
            // Somebody has gone.
        }
    }

    private static async Task Copy(Stream from, Stream to, Socket end)
    {
        await from.CopyToAsync(to);
        end.Shutdown(SocketShutdown.Send);
    }

    private async Task<EndPoint?> Socks(Stream client)
    {
        var methods = (await Read(client, 2))[1];
        await Read(client, methods);
        if (_login is null)
        {
            await client.WriteAsync(new byte[] { 5, 0 });
        }
        else if (methods < 2)
        {
            await client.WriteAsync(new byte[] { 5, 255 });
            return null;
        }
        else
        {
            await client.WriteAsync(new byte[] { 5, 2 });
            var user = await Read(client, (await Read(client, 2))[1]);
            var password = await Read(client, (await Read(client, 1))[0]);
            var isRight = (Encoding.UTF8.GetString(user), Encoding.UTF8.GetString(password)) == _login;
            await client.WriteAsync(new byte[] { 1, isRight ? (byte)0 : (byte)1 });
            if (!isRight)
                return null;
        }

        var kind = (await Read(client, 4))[3];
        var host = kind == 3
            ? Encoding.UTF8.GetString(await Read(client, (await Read(client, 1))[0]))
            : new IPAddress(await Read(client, kind == 1 ? 4 : 16)).ToString();
        return Remember(host, BinaryPrimitives.ReadUInt16BigEndian(await Read(client, 2)));
    }

    private async Task<EndPoint?> Http(Stream client)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await Read(client, 1))[0]);
        var text = head.ToString();
        if (_login is var (user, password) && !text.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}\r\n", StringComparison.Ordinal))
        {
            await client.WriteAsync("HTTP/1.1 407 Who are you?\r\n\r\n"u8.ToArray());
            return null;
        }

        var authority = text.Split(' ')[1];
        var colon = authority.LastIndexOf(':');
        return Remember(authority[..colon].Trim('[', ']'), int.Parse(authority[(colon + 1)..]));
    }

    private EndPoint Remember(string host, int port)
    {
        Targets.Enqueue($"{host}:{port}");
        return IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
    }

    private static async Task<byte[]> Read(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
