using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PASS: logs in the user whom USER named.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 230, also when logged in already; 530 for a wrong password or an unknown name, in the
/// same words and after a delay that doubles with each; 421 instead of the last 530, and the connection ends; 503 without USER.</remarks>
internal sealed class PassHandler : CommandHandler
{
    /// <summary>The delay stops doubling here: 2^10 times the first one.</summary>
    private const int MostDoublings = 10;

    public static Props Props { get; } = Props.Create<PassHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.User is not null)
            return Outcome.Of(230, "Already logged in.");
        if (execute.State.PendingUser is not { } name)
            return Outcome.Of(503, "Send USER first.");
        if (await Authenticated(name, execute) is not { } user)
            return Refused(execute.State, execute.Context.Options.Limits);
        var (storage, home) = await UserTree.Open(execute.Context.Options.Storage, user, execute.Cancel);
        var welcome = user.IsAnonymous ? "Anonymous access granted." : $"{user.Name} logged in.";
        return Outcome.Of(230, welcome).With(new LoggedIn(user, storage, home));
    }

    private static async Task<FtpUser?> Authenticated(string name, Execute execute)
    {
        var options = execute.Context.Options;
        var credentials = new Credentials(name, new Password(execute.Argument), execute.Context.Remote.Address);
        return await options.Authenticator.Authenticate(credentials, execute.Cancel)
            ? await options.Users.Find(name, execute.Cancel)
            : null;
    }

    private static Outcome Refused(SessionState state, LimitOptions limits)
    {
        var outcome = state.LoginFailures + 1 >= limits.MaxLoginFailures
            ? Outcome.Close(new(421, "Too many failed logins, closing the connection."))
            : Outcome.Of(530, "Login incorrect.");
        var delay = limits.LoginFailureDelay * (1 << Math.Min(state.LoginFailures, MostDoublings));
        return outcome.With(new LoginFailed()).After(delay);
    }
}
