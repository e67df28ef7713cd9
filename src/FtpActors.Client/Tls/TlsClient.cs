using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Tls;

/// <summary>Handshakes of one client: the same settings for control and data, so that sessions are resumed.</summary>
internal static class TlsClient
{
    /// <param name="inner">Owned by the result, unless it is left open.</param>
    /// <param name="options">Name, certificates, time.</param>
    /// <param name="serverName">Of the control connection, as <see cref="SessionName"/> spells it.</param>
    /// <param name="leavesOpen">What lies below is of use after TLS, or after a failure.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="FtpConnectionException">Security: refused by either side, or not in time.</exception>
    public static async Task<SslStream> Handshake(Stream inner, FtpClientOptions options, string serverName, bool leavesOpen, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(options.Timeouts.Handshake, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        var stream = new SslStream(inner, leavesOpen);
        try
        {
            await stream.AuthenticateAsClientAsync(Settings(options, serverName), either.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception cause) when (cause is AuthenticationException or IOException or ObjectDisposedException or DataConnectionException
            || (cause is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new FtpConnectionException(FtpConnectionFault.Security, $"No TLS with {options.Host}: {cause.Message}", cause);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>close_notify in both directions.</summary>
    /// <returns>False when anything else came, or nothing in time.</returns>
    public static async Task<bool> End(SslStream stream, FtpClientOptions options, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(options.Timeouts.Handshake, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            await stream.ShutdownAsync().WaitAsync(either.Token).ConfigureAwait(false);
            return await stream.ReadAsync(new byte[1], either.Token).ConfigureAwait(false) == 0;
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException || (cause is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    private static SslClientAuthenticationOptions Settings(FtpClientOptions options, string serverName) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = options.Tls.Protocols,
        ClientCertificateContext = options.Tls.ClientCertificate,
        RemoteCertificateValidationCallback = options.Tls.Validation,
        CertificateRevocationCheckMode = options.Tls.Revocation,
        AllowTlsResume = true,
    };
}
