using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>The server's end of TLS: handshakes on control and data connections.</summary>
/// <remarks>Thread-safe; one for all listeners that share the options. What is long in a handshake runs on pool threads, whoever calls; its
/// end may come on a thread that brings what others have sent, and nothing that follows it may block. It
/// holds nothing that has to be disposed. <see cref="SessionReuse.Require"/> and <see cref="TlsServerOptions.CipherSuites"/>
/// need OpenSSL 3 (Linux); make the first one before anything else in the process serves TLS with the same certificate.</remarks>
public sealed class TlsServer
{
    private const SslProtocols Spoken = SslProtocols.Tls12 | SslProtocols.Tls13;
    private const int SessionIdLength = 32;

    private readonly HandshakeGate _controls;
    private readonly HandshakeGate _data;
    private readonly CipherPolicy? _ciphers;
    private readonly SslProtocols _protocols;
    private readonly bool _bindsSessions;
    private int _handshakes;

    /// <param name="options">Bounds, certificates and policies.</param>
    /// <param name="time">Null for the system's.</param>
    /// <exception cref="ArgumentException">A bound out of its range, a protocol that is not spoken, a cipher suite the platform has not.</exception>
    /// <exception cref="PlatformNotSupportedException">The options need OpenSSL 3 and it is not there.</exception>
    public TlsServer(TlsServerOptions options, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxHandshakes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWaitingHandshakes, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.HandshakeTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CloseTimeout, TimeSpan.Zero);
        var hasOpenSsl = OpenSslHandshakes.Prepare();
        if (!hasOpenSsl && options.SessionReuse == SessionReuse.Require)
            throw new PlatformNotSupportedException("Only OpenSSL 3 can prove that a data connection resumed its control connection's session.");
        if (!hasOpenSsl && !options.CipherSuites.IsDefaultOrEmpty)
            throw new PlatformNotSupportedException("Cipher suites can be chosen under OpenSSL 3 only.");

        Options = options;
        _bindsSessions = hasOpenSsl && options.SessionReuse != SessionReuse.Off;
        Time = time ?? TimeProvider.System;
        _controls = new HandshakeGate(options.MaxHandshakes, options.MaxWaitingHandshakes);
        _data = new HandshakeGate(options.MaxHandshakes, options.MaxWaitingHandshakes);
        _ciphers = CipherPolicy.Of(options.CipherSuites);
        _protocols = _ciphers?.Limit(options.Protocols) ?? options.Protocols;
        if ((options.Protocols & ~Spoken) != 0 || _protocols == SslProtocols.None)
            throw new ArgumentException("TLS 1.2 and TLS 1.3 are spoken, and each needs a cipher suite of its own.");
    }

    public TlsServerOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>Handshakes that have begun and are not over, of control and data connections. Clients that said nothing yet do not count.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    /// <summary>Does the handshake on a control connection.</summary>
    /// <param name="connection">Bytes of the connection, nothing read ahead: a <c>NetworkStream</c> that does not own its
    /// socket, for example. No read may be pending. Stays the caller's, also on failure.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="TlsHandshakeException">It failed; close the connection.</exception>
    /// <exception cref="OperationCanceledException">The token ended it; close the connection.</exception>
    public Task<TlsConnection> Accept(Stream connection, CancellationToken cancel) => Accept(connection, null, cancel);

    /// <summary>As <see cref="Accept(Stream, CancellationToken)"/>, with a certificate for <paramref name="hostName"/> where the client
    /// names no server.</summary>
    /// <param name="connection">As there.</param>
    /// <param name="hostName">What HOST named before (RFC 7151), or null.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="TlsHandshakeException">It failed; close the connection.</exception>
    /// <exception cref="OperationCanceledException">The token ended it; close the connection.</exception>
    public Task<TlsConnection> Accept(Stream connection, string? hostName, CancellationToken cancel) =>
        Task.Run(() => AcceptControl(connection, hostName, cancel), CancellationToken.None);

    /// <summary>The same way to a data connection with TLS on top: what it brings is a <see cref="TlsDataTransport"/>, whose
    /// handshake is done by its <see cref="TlsDataTransport.Open"/>, once the client was told that the transfer begins.</summary>
    /// <param name="inner">Belongs to the result from now on. It may bring what <see cref="Protect"/> made of a connection.</param>
    /// <param name="control">The control connection's TLS, whose session has to be resumed when that is required.</param>
    /// <param name="isUpload">True when the client sends (STOR, STOU, APPE).</param>
    /// <param name="failed">Hears of a handshake that failed, on any thread, where <see cref="Protect"/> did not see to that already.</param>
    public IDataConnector ForData(IDataConnector inner, TlsConnection control, bool isUpload, Action<TlsHandshakeException>? failed = null) =>
        new TlsDataConnector(this, inner, control, isUpload, failed);

    /// <summary>Puts TLS on a data connection that is there before its transfer is asked for. The handshake begins as soon as the
    /// client begins it, which some do at once and most after the reply 150.</summary>
    /// <param name="connection">Belongs to the result from now on.</param>
    /// <param name="control">As in <see cref="ForData"/>.</param>
    /// <param name="failed">Hears of a handshake that failed, on any thread: no transfer may follow that would say so.</param>
    public TlsDataTransport Protect(IDataTransport connection, TlsConnection control, Action<TlsHandshakeException> failed)
    {
        var transport = new TlsDataTransport(connection, this, control) { Failed = failed };
        transport.Await();
        return transport;
    }

    /// <param name="connection">Bytes of the data connection.</param>
    /// <param name="begun">Ends when the client has begun.</param>
    /// <param name="control">As in <see cref="ForData"/>.</param>
    /// <param name="limit">Ends the handshake.</param>
    /// <exception cref="TlsHandshakeException">It failed.</exception>
    internal Task<TlsDataChannel> AcceptData(Stream connection, ValueTask<int> begun, TlsConnection control, HandshakeLimit limit) =>
        Bounded(_data, begun, limit, async turn =>
        {
            var isRequired = Options.SessionReuse == SessionReuse.Require;
            var wire = new TlsWireStream(connection, turn, isData: true, refusesNew: isRequired) { ChecksClient = control.ClientCertificate is not null };
            var stream = await new TlsHandshake(Options, _protocols, wire, Settings(control.Session, control.Ticket), control).Run(limit.Token).ConfigureAwait(false);
            if (wire.Watch.IsResumed || !isRequired)
                return new TlsDataChannel(stream, wire);
            await stream.DisposeAsync().ConfigureAwait(false);
            throw TlsWireStream.NotReused();
        });

    private async Task<TlsConnection> AcceptControl(Stream connection, string? hostName, CancellationToken cancel)
    {
        var session = _bindsSessions ? RandomNumberGenerator.GetBytes(SessionIdLength) : null;
        using var limit = new HandshakeLimit(Options.HandshakeTimeout, Time, cancel);
        limit.Start();
        return await Bounded(_controls, connection.ReadAsync(Memory<byte>.Empty, limit.Token), limit, async turn =>
        {
            var wire = new TlsWireStream(connection, turn, isData: false) { ChecksClient = Options.ClientCertificates != ClientCertificates.Off };
            var handshake = new TlsHandshake(Options, _protocols, wire, Settings(session, null), null) { HostName = hostName };
            var stream = await handshake.Run(limit.Token).ConfigureAwait(false);
            var client = stream.RemoteCertificate is { } certificate ? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()) : null;
            return new TlsConnection(stream, wire, handshake.Certificate!, handshake.ServerName, client, session, Options.CloseTimeout, Time);
        }).ConfigureAwait(false);
    }

    private HandshakeSettings Settings(byte[]? session, LastTicket? ticket) => new(session, _ciphers)
    {
        FreesBuffers = ticket is null,
        Ticket = ticket,
        AreRequired = Options.SessionReuse == SessionReuse.Require || _ciphers is not null,
    };

    private async Task<T> Bounded<T>(HandshakeGate gate, ValueTask<int> begun, HandshakeLimit limit, Func<HandshakeTurn, Task<T>> handshake)
    {
        try
        {
            using var turn = new HandshakeTurn(gate);
            await turn.Await(begun, isBrief: false, limit.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _handshakes);
            try
            {
                return await handshake(turn).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _handshakes);
            }
        }
        catch (OperationCanceledException cause) when (!limit.IsCancelled)
        {
            throw new TlsHandshakeException(TlsHandshakeFault.Timeout, $"No TLS handshake within {Options.HandshakeTimeout.TotalSeconds:0.###} s.", cause);
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException or DataConnectionException)
        {
            if (limit.IsCancelled)
                throw new OperationCanceledException(limit.Token);
            throw new TlsHandshakeException(TlsHandshakeFault.Lost, "The connection ended before the handshake.", cause);
        }
    }
}
