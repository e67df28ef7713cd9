using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls;

/// <summary>TLS on a control connection, after its handshake. The connection below stays the caller's.</summary>
public sealed class TlsConnection : IAsyncDisposable
{
    private readonly SslStream _stream;

    internal TlsConnection(SslStream stream) => _stream = stream;

    /// <summary>What the client says and hears. One read and one write at a time. A read of an empty buffer waits for data
    /// without holding memory. Does not close the connection below.</summary>
    public Stream Stream => _stream;

    /// <summary>SNI as the client sent it; null when it sent none.</summary>
    public string? ServerName => null;

    /// <summary>Null when the client presented none. Accepted by the <see cref="IClientCertificateCheck"/>. Lives as long as this connection.</summary>
    public X509Certificate2? ClientCertificate => null;

    public SslProtocols Protocol => _stream.SslProtocol;

    public TlsCipherSuite CipherSuite => _stream.NegotiatedCipherSuite;

    /// <summary>The client said <c>ftp</c> in ALPN; false when it sent no ALPN.</summary>
    public bool IsAlpnUsed => false;

    /// <summary>Ends TLS and leaves the connection below open (CCC, RFC 4217 §12): sends close_notify and waits for the
    /// client's, dropping what it still says under TLS. No read or write of <see cref="Stream"/> may run or follow.</summary>
    /// <returns>What the client already said in clear text; read it before the connection below.</returns>
    /// <exception cref="TlsHandshakeException">The client did not answer in time, or is gone: close the connection.</exception>
    public Task<ReadOnlyMemory<byte>> Shutdown(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Says close_notify, when it can be sent at once, and frees memory. Does not close the connection below.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
