using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ACCT: an account beside the user; there are none here.</summary>
/// <remarks>RFC 959 §4.1.1, §5.4. Replies 202 when logged in; 503 between USER and PASS; 530 before USER; 501 without an argument.</remarks>
internal sealed class AcctHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<AcctHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.User is not null)
            return new(Outcome.Of(202, "No account needed."));
        return new(execute.State.PendingUser is null ? Outcome.Of(CommandReplies.LoginFirst) : Outcome.Of(503, "Send PASS first."));
    }
}
