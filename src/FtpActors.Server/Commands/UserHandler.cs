using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>USER: names who logs in; whoever was logged in is not any more.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 331, for unknown names too, so that names cannot be probed; 501 without a name. Where the
/// authenticator is an <see cref="IUserIdentifier"/> that decides by the name: 230; 530 or 421 as for a wrong password. RFC 4217:
/// 232 where the client's certificate is enough (<see cref="ICertificateIdentifier"/>); 530 in clear text where TLS is required.</remarks>
internal sealed class UserHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<UserHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        try
        {
            return await Decide(execute.Argument, execute);
        }
        catch (AuthenticatorBusyException)
        {
            return LoginOutcomes.Postpone(execute).WithFirst(new UserNamed(execute.Argument));
        }
    }

    private static async Task<Outcome> Decide(string name, Execute execute)
    {
        var users = execute.Users;
        if (await MustEncrypt(name, execute))
            return Outcome.Of(SecurityReplies.LoginUnderTls(execute.State.Security)).With(new UserNamed(null));
        if (await Certified(name, execute) is { } certified)
            return certified;
        switch (await Identify(name, execute))
        {
            case Identification.PasswordNeeded:
                var guest = IsGuestName(name) && await users.Find(name, execute.Cancel) is { IsAnonymous: true };
                return Outcome.Of(Asking(name, guest)).With(new UserNamed(name));
            case Identification.Accepted when await users.Find(name, execute.Cancel) is { } user:
                return (await LoginOutcomes.Accept(execute, user)).WithFirst(new UserNamed(name));
            default:
                return LoginOutcomes.Refuse(execute).WithFirst(new UserNamed(name));
        }
    }

    /// <summary>Before a password is asked for. A user with a policy of its own is thereby known to exist: better than its password.</summary>
    private static async Task<bool> MustEncrypt(string name, Execute execute)
    {
        var security = execute.State.Security;
        if (security.IsEncrypted)
            return false;
        return security.RefusesLogin() || (await execute.Users.Find(name, execute.Cancel) is { } user && security.RefusesLogin(user));
    }

    /// <summary>What the client's certificate decides, or null when it decides nothing.</summary>
    private static async Task<Outcome?> Certified(string name, Execute execute)
    {
        if (execute.State.Security is not { IsEncrypted: true, Tls.ClientCertificate: { } certificate } || execute.Authenticator is not ICertificateIdentifier identifier)
            return null;
        switch (await identifier.Identify(name, execute.Context.Remote.Address, certificate, execute.Cancel))
        {
            case Identification.PasswordNeeded:
                return null;
            case Identification.Accepted when await execute.Users.Find(name, execute.Cancel) is { } user:
                return (await LoginOutcomes.Accept(execute, user, byCertificate: true)).WithFirst(new UserNamed(name));
            default:
                return LoginOutcomes.Refuse(execute).WithFirst(new UserNamed(name));
        }
    }

    private static Task<Identification> Identify(string name, Execute execute) =>
        execute.Authenticator is IUserIdentifier identifier
            ? identifier.Identify(name, execute.Context.Remote.Address, execute.Cancel)
            : Task.FromResult(Identification.PasswordNeeded);

    private static FtpReply Asking(string name, bool guest) => guest
        ? new FtpReply(331, "Anonymous login: send your e-mail address as password.")
        : new FtpReply(331, $"Password required for {name}.");

    /// <summary>The names RFC 1635 gives to guests. Under TLS only these are looked up before a password came.</summary>
    private static bool IsGuestName(string name) =>
        name.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || name.Equals("ftp", StringComparison.OrdinalIgnoreCase);
}
