using Akka.Actor;
using FtpActors.Core.Auth;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PASS: logs in the user whom USER named.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 230, also when logged in already; 530 for a wrong password or an unknown name, in the
/// same words and after a delay that doubles with each, and for an authenticator that is busy; 421 instead of the last 530, and
/// the connection ends; 503 without USER. From an address with many failures the password is only looked at after that delay.</remarks>
internal sealed class PassHandler : CommandHandler, IWithTimers
{
    public static Props Props { get; } = Props.Create<PassHandler>();

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Execute { State: { User: null, PendingUser: not null } } execute when LoginOutcomes.HoldOf(execute) is var hold && hold > TimeSpan.Zero:
                Timers.StartSingleTimer((execute.Session, execute.Id), new Held(execute), hold);
                break;
            case Held { Execute: var execute }:
                if (!execute.Cancel.IsCancellationRequested)
                    Answer(execute, RunHeld(execute));
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.User is not null)
            return Outcome.Of(230, "Already logged in.");
        if (execute.State.PendingUser is not { } name)
            return Outcome.Of(503, "Send USER first.");
        try
        {
            return await Authenticated(name, execute) is { } user
                ? await LoginOutcomes.Accept(execute, user)
                : LoginOutcomes.Refuse(execute);
        }
        catch (AuthenticatorBusyException)
        {
            return LoginOutcomes.Postpone(execute);
        }
    }

    /// <summary>Its delay is over.</summary>
    private async ValueTask<Outcome> RunHeld(Execute execute) => (await Run(execute)).After(TimeSpan.Zero);

    private static async Task<FtpUser?> Authenticated(string name, Execute execute)
    {
        var security = execute.State.Security;
        var credentials = new Credentials(name, new Password(execute.Argument), execute.Context.Remote.Address)
        {
            IsEncrypted = security.IsEncrypted,
            Certificate = security.Tls?.ClientCertificate,
        };
        return await execute.Authenticator.Authenticate(credentials, execute.Cancel)
            ? await execute.Users.Find(name, execute.Cancel)
            : null;
    }

    /// <summary>A login whose time has come.</summary>
    private sealed record Held(Execute Execute) : INoSerializationVerificationNeeded;
}
