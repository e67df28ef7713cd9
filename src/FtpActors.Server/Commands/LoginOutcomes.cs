using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>How a login ends, whether USER or PASS decided it.</summary>
internal static class LoginOutcomes
{
    /// <summary>The delay stops doubling here: 2^10 times the first one.</summary>
    private const int MostDoublings = 10;

    /// <summary>230, and the user's files are open.</summary>
    public static async ValueTask<Outcome> Accept(Execute execute, FtpUser user)
    {
        var (storage, home) = await UserTree.Open(execute.HostStorage, user, execute.Cancel);
        var welcome = user.IsAnonymous ? "Anonymous access granted." : $"{user.Name} logged in.";
        return Outcome.Of(230, welcome).With(new LoggedIn(user, storage, home));
    }

    /// <summary>530 after a delay that doubles with each; 421 instead of the last, and the connection ends.</summary>
    public static Outcome Refuse(Execute execute)
    {
        var (failures, limits) = (execute.State.LoginFailures, execute.Limits);
        var outcome = failures + 1 >= limits.MaxLoginFailures
            ? Outcome.Close(new(421, "Too many failed logins, closing the connection."))
            : Outcome.Of(530, "Login incorrect.");
        var delay = limits.LoginFailureDelay * (1 << Math.Min(failures, MostDoublings));
        return outcome.With(new LoginFailed()).After(delay);
    }
}
