using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.TestKit;

/// <content>TLS, which trusts whatever certificate comes.</content>
public sealed partial class FtpTranscript
{
    private SslStream? _tls;
    private SslClientAuthenticationOptions? _client;
    private bool _isDataPrivate;

    /// <summary>The server's certificate, or null in clear text.</summary>
    public X509Certificate2? ServerCertificate => _tls?.RemoteCertificate as X509Certificate2;

    /// <summary>Agreed on; <see cref="SslProtocols.None"/> in clear text.</summary>
    public SslProtocols TlsProtocol => _tls?.SslProtocol ?? SslProtocols.None;

    /// <summary>What the handshake was done with, for <see cref="FtpTranscriptData.StartTls"/>.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public SslClientAuthenticationOptions TlsClient => _client ?? throw new InvalidOperationException("There was no TLS handshake.");

    /// <summary>Does the handshake, after AUTH TLS or at once on an implicit listener.</summary>
    /// <param name="serverName">Sent as SNI, or null for none.</param>
    /// <param name="protocols">Offered; <see cref="SslProtocols.None"/> for what the platform offers.</param>
    /// <param name="certificate">The client's own, with its key, or null.</param>
    /// <param name="applicationProtocols">Offered in ALPN; null for no ALPN.</param>
    /// <exception cref="FtpTranscriptException">It failed.</exception>
    public async Task StartTls(
        string? serverName = null,
        SslProtocols protocols = SslProtocols.None,
        X509Certificate2? certificate = null,
        IEnumerable<string>? applicationProtocols = null)
    {
        _conversation.Add("= TLS handshake");
        _client = new SslClientAuthenticationOptions
        {
            TargetHost = serverName ?? "",
            EnabledSslProtocols = protocols,
            ClientCertificates = certificate is null ? null : [certificate],
            ApplicationProtocols = applicationProtocols?.Select(protocol => new SslApplicationProtocol(protocol)).ToList(),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        };
        var tls = new SslStream(_connection.OpenStream());
        _tls = tls;
        await _deadline.Bound("the TLS handshake", async cancel =>
        {
            await tls.AuthenticateAsClientAsync(_client, cancel).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>AUTH TLS, which has to read 234, and the handshake.</summary>
    /// <param name="serverName">Sent as SNI, or null for none.</param>
    /// <param name="protocols">Offered; <see cref="SslProtocols.None"/> for what the platform offers.</param>
    public async Task AuthTls(string? serverName = null, SslProtocols protocols = SslProtocols.None)
    {
        await Command("AUTH TLS", 234).ConfigureAwait(false);
        await StartTls(serverName, protocols).ConfigureAwait(false);
    }

    /// <summary>PBSZ 0 and PROT P; <see cref="Download"/> and <see cref="Upload"/> are under TLS from now on.</summary>
    public async Task ProtectData()
    {
        await Command("PBSZ 0", 200).ConfigureAwait(false);
        await Command("PROT P", 200).ConfigureAwait(false);
        _isDataPrivate = true;
    }

    /// <summary>Says close_notify, waits for the server's, and goes on in clear text: after CCC or REIN.</summary>
    public async Task EndTls()
    {
        _conversation.Add("= TLS ends");
        var tls = _tls ?? throw new InvalidOperationException("There is no TLS.");
        await _deadline.Bound("the server's close_notify", async cancel =>
        {
            await tls.ShutdownAsync().ConfigureAwait(false);
            return await tls.ReadAsync(new byte[1], cancel).ConfigureAwait(false) == 0 ? true : throw _deadline.Failure("The server says more under TLS.");
        }).ConfigureAwait(false);
        _tls = null;
    }
}
