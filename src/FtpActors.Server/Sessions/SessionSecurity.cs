using FtpActors.Core.Auth;
using FtpActors.Core.Tls;

namespace FtpActors.Server.Sessions;

/// <summary>How a session is protected, and how it has to be (RFC 2228, RFC 4217).</summary>
public sealed record SessionSecurity
{
    /// <summary>Of a server without TLS.</summary>
    public static SessionSecurity None { get; } = new();

    /// <summary>Of the listener; <see cref="TlsPolicy.Off"/> where there is no TLS.</summary>
    public TlsPolicy Policy { get; init; } = TlsPolicy.Off;

    /// <summary>The listener starts with TLS: there is no way back to plain text but CCC.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>CCC may take TLS off the control connection.</summary>
    public bool AllowsClearCommands { get; init; }

    public ControlProtection Control { get; init; }

    /// <summary>From the handshake on, also after CCC; else null.</summary>
    public ControlTls? Tls { get; init; }

    /// <summary>PBSZ came, or goes without saying as PROT P does; PROT may follow.</summary>
    public bool HasBufferSize { get; init; }

    /// <summary>PROT P: data connections are under TLS.</summary>
    public bool IsDataPrivate { get; init; }

    /// <summary>Commands and replies are under TLS now.</summary>
    public bool IsEncrypted => Control == ControlProtection.Encrypted;

    /// <summary>USER has to wait for TLS.</summary>
    /// <param name="user">Who wants to log in, or null for anybody.</param>
    public bool RefusesLogin(FtpUser? user = null) => !IsEncrypted && (NeedsLogin(Policy) || (user is not null && NeedsLogin(user.Tls)));

    /// <summary>Transfers have to wait for PROT P.</summary>
    /// <param name="user">Who is logged in, or null.</param>
    public bool RefusesData(FtpUser? user) => !IsDataPrivate && NeedsPrivateData(user);

    /// <summary>PROT C is not for this session.</summary>
    /// <param name="user">Who is logged in, or null.</param>
    public bool NeedsPrivateData(FtpUser? user) => NeedsData(Policy) || (user is not null && NeedsData(user.Tls));

    /// <summary>As it was after the greeting. RFC 4217 §13: REIN clears TLS, unless the connection began with it.</summary>
    internal SessionSecurity Reinitialised() => IsImplicit
        ? this with { HasBufferSize = true, IsDataPrivate = true }
        : new SessionSecurity { Policy = Policy, AllowsClearCommands = AllowsClearCommands };

    private static bool NeedsLogin(TlsPolicy policy) => policy is TlsPolicy.RequiredForLogin or TlsPolicy.Required;

    private static bool NeedsData(TlsPolicy policy) => policy is TlsPolicy.RequiredForData or TlsPolicy.Required;
}
