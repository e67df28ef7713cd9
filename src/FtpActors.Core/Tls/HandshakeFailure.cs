using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>The one place where what went wrong in a handshake gets its kind.</summary>
internal static partial class HandshakeFailure
{
    // RFC 8446 §6.
    private const byte CloseNotify = 0;

    /// <summary>OpenSSL counts the alerts it hears from here.</summary>
    private const int HeardAlerts = 1000;

    /// <param name="cause">As SslStream threw it.</param>
    /// <param name="wire">What went over the wire.</param>
    /// <param name="refusal">Why the client's certificate was refused; null when it was not.</param>
    public static TlsHandshakeException Of(Exception cause, TlsWireStream wire, string? refusal)
    {
        if (cause is TlsHandshakeException known)
            return known;
        if (refusal is not null)
            return new TlsHandshakeException(TlsHandshakeFault.ClientCertificate, $"The client's certificate was refused: {refusal}", cause);
        if (!wire.Watch.IsTls)
            return new TlsHandshakeException(TlsHandshakeFault.Garbage, "What came is not a TLS handshake.", cause);

        var reason = Reason(cause);
        var heard = reason >= HeardAlerts ? reason - HeardAlerts : wire.Watch.AlertHeard;
        if (heard is not null and not CloseNotify)
            return new TlsHandshakeException(TlsHandshakeFault.RefusedByClient, $"The client refused the handshake with TLS alert {heard}.", cause);
        if (wire.Watch.AlertSent is { } sent)
            return new TlsHandshakeException(OfAlert(sent), Text(sent), cause);
        if (heard == CloseNotify || wire.HasEnded || IsLoss(cause))
            return new TlsHandshakeException(TlsHandshakeFault.Lost, "The connection ended in the middle of the handshake.", cause);
        return reason is null
            ? new TlsHandshakeException(TlsHandshakeFault.Garbage, "What came is not well-formed TLS.", cause)
            : new TlsHandshakeException(TlsHandshakeFault.Other, $"The handshake failed with OpenSSL's reason {reason}.", cause);
    }

    private static TlsHandshakeFault OfAlert(byte sent) => sent switch
    {
        40 or 71 => TlsHandshakeFault.CipherSuite,
        42 or 43 or 44 or 45 or 46 or 48 or 116 => TlsHandshakeFault.ClientCertificate,
        70 => TlsHandshakeFault.ProtocolVersion,
        112 => TlsHandshakeFault.ServerName,
        120 => TlsHandshakeFault.ApplicationProtocol,
        10 or 20 or 22 or 47 or 50 or 51 or 109 => TlsHandshakeFault.Garbage,
        _ => TlsHandshakeFault.Other,
    };

    private static string Text(byte sent) => OfAlert(sent) switch
    {
        TlsHandshakeFault.CipherSuite => "The client offers no cipher suite, key exchange or signature algorithm that is allowed.",
        TlsHandshakeFault.ProtocolVersion => "The client speaks no TLS version that is allowed.",
        TlsHandshakeFault.ApplicationProtocol => "The client wants to speak another protocol than FTP (ALPN).",
        _ => $"The handshake was refused with TLS alert {sent}.",
    };

    /// <summary>OpenSSL's number for what went wrong, which is the same in every version and language; null when none is named.</summary>
    private static int? Reason(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
        {
            if (OpenSslError().Match(cause.Message) is { Success: true } match)
                return int.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 0x7FFFFF;
        }

        return null;
    }

    private static bool IsLoss(Exception? cause)
    {
        for (; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException or DataConnectionException or ObjectDisposedException)
                return true;
        }

        return false;
    }

    /// <summary>Library 20 is SSL: its first digits are 0A.</summary>
    [GeneratedRegex("error:0A([0-9A-Fa-f]{6}):")]
    private static partial Regex OpenSslError();
}
