using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Admission;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>How a login ends, whether USER or PASS decided it.</summary>
internal static class LoginOutcomes
{
    /// <summary>From so many recent failures of an address on, its logins are held before they are verified.</summary>
    public const int HeldFrom = 10;

    private static readonly FtpReply Incorrect = new(530, "Login incorrect.");
    private static readonly FtpReply NotNow = new(530, "Login not possible now, try again later.");

    /// <summary>The delay stops doubling here.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>230, or 232 by certificate (RFC 2228 §5.2), and the user's files are open.</summary>
    public static async ValueTask<Outcome> Accept(Execute execute, FtpUser user, bool byCertificate = false)
    {
        var (storage, home) = await UserTree.Open(execute.HostStorage, user, execute.Cancel);
        var code = byCertificate ? 232 : 230;
        var welcome = user.IsAnonymous ? Outcome.Of(code, "Anonymous access granted.") : Outcome.Of(code, $"{user.Name} logged in.");
        return welcome.With(new LoggedIn(user, storage, home));
    }

    /// <summary>530 after a delay that doubles with each recent failure of the address; 421 instead of the last of a connection,
    /// which ends. It may lead to a ban.</summary>
    public static Outcome Refuse(Execute execute)
    {
        execute.Context.Server.Tell(new AdmissionActor.LoginFailed(execute.Context.Remote.Address), ActorRefs.NoSender);
        return Refuse(execute, Incorrect);
    }

    /// <summary>As <see cref="Refuse(Execute)"/>, in other words and without a ban: nobody looked at the password.</summary>
    public static Outcome Postpone(Execute execute) => Refuse(execute, NotNow);

    /// <summary>How long a login is held before anybody looks at the password: as long as a failure would be answered late, so
    /// that no answer is an answer to nobody; zero for an address with few failures. Leaves a verifier half of the handler's time.</summary>
    public static TimeSpan HoldOf(Execute execute)
    {
        var options = execute.Context.Options;
        var failures = options.LoginFailures.Count(execute.Context.Remote.Address);
        if (failures < HeldFrom)
            return TimeSpan.Zero;
        var delay = DelayAfter(failures, execute.Limits);
        var most = options.Timeouts.Handler / 2;
        return options.Timeouts.Handler == Timeout.InfiniteTimeSpan || delay < most ? delay : most;
    }

    private static Outcome Refuse(Execute execute, FtpReply reply)
    {
        var (ofConnection, limits) = (execute.State.LoginFailures, execute.Limits);
        var ofAddress = execute.Context.Options.LoginFailures.Add(execute.Context.Remote.Address);
        var outcome = ofConnection + 1 >= limits.MaxLoginFailures
            ? Outcome.Close(new(421, "Too many failed logins, closing the connection."))
            : Outcome.Of(reply);
        return outcome.With(new LoginFailed()).After(DelayAfter(Math.Max(ofConnection, ofAddress), limits));
    }

    private static TimeSpan DelayAfter(int failures, LimitOptions limits)
    {
        var first = limits.LoginFailureDelay;
        var delay = first * (1 << Math.Min(failures, LoginFailures.MostCounted));
        return delay < LongestDelay ? delay : first > LongestDelay ? first : LongestDelay;
    }
}
