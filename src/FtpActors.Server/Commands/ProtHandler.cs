using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PROT: whether data connections are under TLS.</summary>
/// <remarks>RFC 2228 §3, RFC 4217 §9. Replies 200 to P and C; 503 without TLS or before PBSZ; 504 no level of protection; 534 C
/// where the policy requires P; 536 S and E, which TLS does not have.</remarks>
internal sealed class ProtHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<ProtHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var (security, user) = (execute.State.Security, execute.State.User);
        if (SecurityReplies.WithoutTls(security) is { } refusal)
            return new(Outcome.Of(refusal));
        if (!security.HasBufferSize)
            return new(Outcome.Of(503, "Send PBSZ 0 first."));
        return new(execute.Argument.ToUpperInvariant() switch
        {
            "P" => Outcome.Of(200, "Data connections are under TLS.").With(new DataProtectionChosen(IsPrivate: true)),
            "C" when security.NeedsPrivateData(user) => Outcome.Of(534, "Data connections have to be under TLS here: send PROT P."),
            "C" => Outcome.Of(200, "Data connections are in clear text.").With(new DataProtectionChosen(IsPrivate: false)),
            "S" or "E" => Outcome.Of(536, "TLS has no such level: send PROT P or PROT C."),
            _ => Outcome.Of(504, "Unknown level of protection: send PROT P or PROT C."),
        });
    }
}
