using Akka.Actor;
using FtpActors.Core.Auth;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PASS: logs in the user whom USER named.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 230, also when logged in already; 530 for a wrong password or an unknown name, in the
/// same words and after a delay that doubles with each; 421 instead of the last 530, and the connection ends; 503 without USER.</remarks>
internal sealed class PassHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<PassHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.User is not null)
            return Outcome.Of(230, "Already logged in.");
        if (execute.State.PendingUser is not { } name)
            return Outcome.Of(503, "Send USER first.");
        return await Authenticated(name, execute) is { } user
            ? await LoginOutcomes.Accept(execute, user)
            : LoginOutcomes.Refuse(execute);
    }

    private static async Task<FtpUser?> Authenticated(string name, Execute execute)
    {
        var credentials = new Credentials(name, new Password(execute.Argument), execute.Context.Remote.Address);
        return await execute.Authenticator.Authenticate(credentials, execute.Cancel)
            ? await execute.Users.Find(name, execute.Cancel)
            : null;
    }
}
