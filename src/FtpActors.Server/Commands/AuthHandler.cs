using Akka.Actor;
using FtpActors.Core.Tls;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>AUTH: TLS on the control connection, from the reply on.</summary>
/// <remarks>RFC 2228 §3, RFC 4217 §4. Replies 234, then the handshake; 504 another mechanism; 503 under TLS already; 502 where
/// there is no TLS. Whoever was logged in has to log in anew. TLS-C and SSL are older names of TLS; TLS-P has PBSZ 0 and PROT P
/// with it (RFC 4217 §17). What is sent behind AUTH before its reply ends the connection. While a transfer
/// runs AUTH waits for its end, and what stands behind it, ABOR for one, is not read before: the end of the connection alone is seen.</remarks>
internal sealed class AuthHandler : CommandHandler
{
    private const string Proceed = "Proceed with the TLS handshake.";

    public static Props Props { get; } = Props.Create<AuthHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var security = execute.State.Security;
        if (security.Policy == TlsPolicy.Off)
            return new(Outcome.Of(502, "No security mechanism is offered."));
        if (security.IsEncrypted)
            return new(Outcome.Of(503, "The control connection is under TLS already."));
        return new(execute.Argument.ToUpperInvariant() switch
        {
            "TLS" or "TLS-C" or "SSL" => Outcome.Of(234, Proceed).With(new TlsAwaited(IsDataPrivate: false)),
            "TLS-P" => Outcome.Of(234, Proceed).With(new TlsAwaited(IsDataPrivate: true)),
            _ => Outcome.Of(504, "Unknown security mechanism: send AUTH TLS."),
        });
    }
}
