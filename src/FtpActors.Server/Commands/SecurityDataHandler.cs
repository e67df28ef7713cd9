using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ADAT, MIC, CONF and ENC: what mechanisms other than TLS exchange and protect commands with.</summary>
/// <remarks>RFC 2228 §3, RFC 4217 §10. Replies 503 before AUTH: each of them has to follow a security exchange. Under TLS 503 to ADAT, as
/// the exchange is complete, and 537 to the others, as a level of protection that the mechanism has not. Not 535, which is about a message
/// whose check failed, and not 533, which is about a policy: nobody looks into what was sent.</remarks>
internal sealed class SecurityDataHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<SecurityDataHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        if (SecurityReplies.WithoutTls(execute.State.Security) is { } refusal)
            return new(Outcome.Of(refusal));
        return new(execute.Command.Verb == "ADAT"
            ? Outcome.Of(503, "TLS needs no ADAT.")
            : Outcome.Of(537, "Commands are protected by TLS alone."));
    }
}
