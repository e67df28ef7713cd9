using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Commands;

/// <summary>Refusals for want of TLS, which say what to do.</summary>
internal static class SecurityReplies
{
    private static readonly FtpReply LoginAfterAuth = new(530, "Send AUTH TLS first: logging in needs an encrypted control connection.");
    private static readonly FtpReply LoginElsewhere = new(530, "Use a listener that offers TLS: logging in needs an encrypted control connection.");

    private static readonly FtpReply NoExchange = new(503, "No security exchange came before.");
    private static readonly FtpReply AuthFirst = new(503, "Send AUTH TLS first.");
    private static readonly FtpReply ProtFirst = new(521, "Data connection cannot be opened with this PROT setting: send PBSZ 0 and PROT P first.");
    private static readonly FtpReply DataElsewhere = new(521, "Data connection cannot be opened in clear text: use a listener that offers TLS.");
    private static readonly FtpReply AuthAndProtFirst = new(521, "Data connection cannot be opened in clear text: send AUTH TLS, log in, then PBSZ 0 and PROT P first.");

    /// <summary>RFC 959 lists it for USER; RFC 4217 leaves the code to the server.</summary>
    public static FtpReply LoginUnderTls(SessionSecurity security) => security.Policy == TlsPolicy.Off ? LoginElsewhere : LoginAfterAuth;

    /// <summary>503 while the control connection is not under TLS, else null.</summary>
    public static FtpReply? WithoutTls(SessionSecurity security) =>
        WithoutServerTls(security) ?? (security.IsEncrypted ? null : AuthFirst);

    /// <summary>503 where there is no TLS at all, else null.</summary>
    public static FtpReply? WithoutServerTls(SessionSecurity security) => security.Policy == TlsPolicy.Off ? NoExchange : null;

    /// <summary>521 (RFC 4217 §9) while a transfer needs PROT P and does not have it, else null.</summary>
    public static FtpReply? WithoutPrivateData(SessionSecurity security, FtpUser? user)
    {
        if (!security.RefusesData(user))
            return null;
        if (security.Policy == TlsPolicy.Off)
            return DataElsewhere;
        return security.IsEncrypted ? ProtFirst : AuthAndProtFirst;
    }
}
