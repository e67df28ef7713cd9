using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>One handshake, the server's side.</summary>
/// <param name="options">Limits and checks.</param>
/// <param name="protocols">Allowed versions.</param>
/// <param name="wire">The connection; disposed with the result, or when the handshake fails.</param>
/// <param name="settings">For OpenSSL.</param>
/// <param name="control">The control connection, for a data connection of it.</param>
internal sealed class TlsHandshake(TlsServerOptions options, SslProtocols protocols, TlsWireStream wire, HandshakeSettings settings, TlsConnection? control)
{
    private static readonly List<SslApplicationProtocol> Spoken = [new("ftp")];

    /// <summary>For saying why a handshake failed, when the peer does not read.</summary>
    private static readonly TimeSpan AlertTime = TimeSpan.FromSeconds(1);

    /// <summary>unrecognized_name, fatal (RFC 6066 §3).</summary>
    private static readonly byte[] UnknownName = [TlsRecords.Alert, 3, 3, 0, 2, 2, 112];

    /// <summary>access_denied, fatal (RFC 8446 §6).</summary>
    private static readonly byte[] Denied = [TlsRecords.Alert, 3, 3, 0, 2, 2, 49];

    private string? _refusal;

    /// <summary>As the client sent it, null when it sent none.</summary>
    public string? ServerName { get; private set; }

    public TlsCertificate? Certificate { get; private set; }

    /// <summary>For the certificate, when the client names no server; or null.</summary>
    public string? HostName { get; init; }

    private bool IsClientAsked => control is null ? options.ClientCertificates != ClientCertificates.Off : control.ClientCertificate is not null;

    private bool IsCertificateNeeded => control is null ? options.ClientCertificates == ClientCertificates.Require : IsClientAsked;

    /// <exception cref="TlsHandshakeException">It failed; the client was told by an alert where there is one.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<SslStream> Run(CancellationToken cancel)
    {
        var stream = new SslStream(wire, leaveInnerStreamOpen: false);
        try
        {
            OpenSslHandshakes.Use(settings);
            await stream.AuthenticateAsServerAsync(Select, null, cancel).ConfigureAwait(false);
            if (settings is { AreRequired: true, AreApplied: false })
                throw new TlsHandshakeException(TlsHandshakeFault.Other, "The platform's TLS did not take over session and cipher settings.");
            wire.StopWatching();
            return stream;
        }
        catch (Exception cause)
        {
            if (cause is TlsHandshakeException { Fault: TlsHandshakeFault.ServerName })
                wire.Write(UnknownName);
            else if (cause is TlsHandshakeException { Fault: TlsHandshakeFault.SessionNotReused })
                wire.Write(Denied);
            await SendAlert().ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            if (!IsExpected(cause))
                throw;
            throw HandshakeFailure.Of(cause, wire, _refusal);
        }
    }

    private ValueTask<SslServerAuthenticationOptions> Select(SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancel)
    {
        ServerName = string.IsNullOrEmpty(hello.ServerName) ? null : hello.ServerName;
        Certificate = control?.Certificate ?? options.Certificates.Find(ServerName ?? HostName)
            ?? throw new TlsHandshakeException(TlsHandshakeFault.ServerName, $"There is no certificate for {ServerName ?? "clients that name no server"}.");
        var chosen = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Certificate.Context,
            EnabledSslProtocols = protocols,
            ApplicationProtocols = Spoken,
            AllowRenegotiation = false,
        };
        if (IsClientAsked)
        {
            chosen.ClientCertificateRequired = true;
            chosen.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
            chosen.RemoteCertificateValidationCallback = IsClientAccepted;
        }

        return ValueTask.FromResult(chosen);
    }

    private bool IsClientAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _refusal = certificate is X509Certificate2 present ? Refusal(present, chain?.ChainPolicy.ExtraStore ?? []) : Missing();
        return _refusal is null;
    }

    private string? Missing() => IsCertificateNeeded ? "there is none." : null;

    private string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        if (control?.ClientCertificate is { } accepted)
            return certificate.RawDataMemory.Span.SequenceEqual(accepted.RawDataMemory.Span) ? null : "it is not the control connection's.";
        return options.ClientCertificateCheck is { } check ? check.Refusal(certificate, sent) : "no certificate is accepted.";
    }

    /// <summary>SslStream misses a certificate when what came is a handshake message, but none that asks for one.</summary>
    private bool IsExpected(Exception cause) =>
        cause is IOException or AuthenticationException or DataConnectionException or TlsHandshakeException or ObjectDisposedException
        || (cause is NotSupportedException && Certificate is null);

    private async Task SendAlert()
    {
        using var limit = new CancellationTokenSource(AlertTime);
        try
        {
            await wire.Release(limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or ObjectDisposedException or DataConnectionException)
        {
            // Whom it is for is gone, or does not listen.
        }
    }
}
