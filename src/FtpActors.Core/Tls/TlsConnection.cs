using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls;

/// <summary>TLS on a control connection, after its handshake. The connection below stays the caller's.</summary>
public sealed class TlsConnection : IAsyncDisposable
{
    private const int DropSize = 4096;

    private readonly SslStream _stream;
    private readonly TlsWireStream _wire;
    private readonly TimeSpan _closeTimeout;
    private readonly TimeProvider _time;
    private int _isDisposed;

    internal TlsConnection(
        SslStream stream,
        TlsWireStream wire,
        TlsCertificate certificate,
        string? serverName,
        X509Certificate2? clientCertificate,
        byte[]? session,
        TimeSpan closeTimeout,
        TimeProvider time)
    {
        _stream = stream;
        _wire = wire;
        _closeTimeout = closeTimeout;
        _time = time;
        Certificate = certificate;
        ServerName = serverName;
        ClientCertificate = clientCertificate;
        Session = session;
    }

    /// <summary>What the client says and hears. One read and one write at a time. A read of an empty buffer waits for data
    /// without holding memory. Does not close the connection below.</summary>
    public Stream Stream => _stream;

    /// <summary>SNI as the client sent it; null when it sent none.</summary>
    public string? ServerName { get; }

    /// <summary>Null when the client presented none. Accepted by the <see cref="IClientCertificateCheck"/>. Not disposed
    /// with this connection, as somebody may still look at it: that is left to the garbage collector.</summary>
    public X509Certificate2? ClientCertificate { get; }

    /// <summary>The server's, also for this session's data connections.</summary>
    public TlsCertificate Certificate { get; }

    public SslProtocols Protocol => _stream.SslProtocol;

    public TlsCipherSuite CipherSuite => _stream.NegotiatedCipherSuite;

    /// <summary>The client said <c>ftp</c> in ALPN; false when it sent no ALPN.</summary>
    public bool IsAlpnUsed => !_stream.NegotiatedApplicationProtocol.Protocol.IsEmpty;

    /// <summary>Binds TLS sessions to this control connection; null when they need not be.</summary>
    internal byte[]? Session { get; }

    /// <summary>Of its data connections.</summary>
    internal LastTicket Ticket { get; } = new();

    /// <summary>Ends TLS and leaves the connection below open (CCC, RFC 4217 §12): sends close_notify and waits for the
    /// client's, dropping what it still says under TLS. No read or write of <see cref="Stream"/> may run or follow.</summary>
    /// <returns>What the client already said in clear text; it comes before what is still in the connection below.</returns>
    /// <exception cref="TlsHandshakeException">The client did not answer within <see cref="TlsServerOptions.CloseTimeout"/>
    /// (<see cref="TlsHandshakeFault.Timeout"/>), or is gone (<see cref="TlsHandshakeFault.Lost"/>): close the connection.</exception>
    /// <exception cref="OperationCanceledException">The token ended it: close the connection.</exception>
    public async Task<ReadOnlyMemory<byte>> Shutdown(CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_closeTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        var dropped = ArrayPool<byte>.Shared.Rent(DropSize);
        try
        {
            await _stream.ShutdownAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            while (await _stream.ReadAsync(dropped, limit.Token).ConfigureAwait(false) > 0)
            {
                // It may not know yet that TLS ends here.
            }
        }
        catch (OperationCanceledException cause) when (!cancel.IsCancellationRequested)
        {
            throw new TlsHandshakeException(TlsHandshakeFault.Timeout, "The client did not end TLS in time.", cause);
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            throw new TlsHandshakeException(TlsHandshakeFault.Lost, "The connection was lost while TLS ended.", cause);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(dropped);
        }

        if (_wire.HasEnded)
            throw new TlsHandshakeException(TlsHandshakeFault.Lost, "The client closed the connection instead of ending TLS.");
        return _wire.ClearText;
    }

    /// <summary>Says close_notify, unless that has to wait for a peer that does not read, and frees memory. Does not close
    /// the connection below. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        try
        {
            using var timeout = new CancellationTokenSource(_closeTimeout, _time);
            await _stream.ShutdownAsync().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException or NotSupportedException or OperationCanceledException)
        {
            // It is gone, was told before, or does not listen.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }
}
