using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>CCC: back to plain text on the control connection, for firewalls that have to read it; data connections stay as PROT says.</summary>
/// <remarks>RFC 2228 §3, RFC 4217 §12. Replies 200, still under TLS, then TLS ends; 530 before login; 533 in plain text already;
/// 534 where the server does not allow it; 503 where there is no TLS.</remarks>
internal sealed class CccHandler : CommandHandler
{
    private static readonly Outcome Cleared = Outcome.Of(200, "TLS ends on the control connection.").With(new CommandsCleared());

    public static Props Props { get; } = Props.Create<CccHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var security = execute.State.Security;
        if (SecurityReplies.WithoutServerTls(security) is { } refusal)
            return new(Outcome.Of(refusal));
        if (!security.IsEncrypted)
            return new(Outcome.Of(533, "The control connection is in clear text already."));
        if (execute.Context.Options.Tls is not { AllowsClearCommands: true })
            return new(Outcome.Of(534, "The control connection has to stay under TLS here."));
        return new(execute.State.User is null ? Outcome.Of(CommandReplies.LoginFirst) : Cleared);
    }
}
