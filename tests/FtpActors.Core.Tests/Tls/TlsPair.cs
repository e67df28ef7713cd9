using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

/// <summary>A TCP connection over loopback and the two ends of TLS on it.</summary>
internal sealed class TlsPair : IDisposable
{
    private TlsPair(Socket server, Socket client)
    {
        Server = server;
        Client = client;
        ServerBytes = new NetworkStream(server, ownsSocket: false);
        ClientBytes = new NetworkStream(client, ownsSocket: false);
    }

    public Socket Server { get; }

    public Socket Client { get; }

    public NetworkStream ServerBytes { get; }

    public NetworkStream ClientBytes { get; }

    public static async Task<TlsPair> Open()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await client.ConnectAsync(listener.LocalEndPoint!);
        var server = await listener.AcceptAsync();
        server.NoDelay = true;
        return new TlsPair(server, client);
    }

    /// <summary>What a client of ours offers. Sessions are remembered by host name for the whole process.</summary>
    public static SslClientAuthenticationOptions Offer(
        SslProtocols protocol, string? host = null, X509Certificate2? certificate = null, params string[] alpn) => new()
        {
            TargetHost = host ?? AnyHost(),
            EnabledSslProtocols = protocol,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            ApplicationProtocols = alpn.Length == 0 ? null : [.. alpn.Select(name => new SslApplicationProtocol(name))],
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        };

    /// <summary>A name no other spec uses, so that nobody's sessions are resumed.</summary>
    public static string AnyHost() => $"{Guid.NewGuid():N}.test";

    /// <summary>Both ends of a handshake that works.</summary>
    public async Task<(TlsConnection Server, SslStream Client)> Shake(TlsServer server, SslClientAuthenticationOptions offer)
    {
        var client = new SslStream(ClientBytes);
        var accepting = server.Accept(ServerBytes, CancellationToken.None);
        await client.AuthenticateAsClientAsync(offer);
        return (await accepting, client);
    }

    /// <summary>The server's failure in a handshake that does not work; the client's is of no interest.</summary>
    public async Task<TlsHandshakeException> Fail(TlsServer server, SslClientAuthenticationOptions offer)
    {
        var accepting = server.Accept(ServerBytes, CancellationToken.None);
        var trying = Try(ClientBytes, offer);
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => accepting);
        Server.Dispose();
        await trying;
        return failure;
    }

    /// <summary>A client that shakes hands, listens to what the server says to it, and does not complain.</summary>
    public static async Task Try(Stream bytes, SslClientAuthenticationOptions offer)
    {
        try
        {
            await using var client = new SslStream(bytes, leaveInnerStreamOpen: true);
            await client.AuthenticateAsClientAsync(offer);
            _ = await client.ReadAsync(new byte[1]);
        }
        catch (Exception cause) when (cause is AuthenticationException or IOException)
        {
            // As it should.
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
