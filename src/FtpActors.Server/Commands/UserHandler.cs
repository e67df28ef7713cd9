using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>USER: names who logs in; whoever was logged in is not any more.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 331, for unknown names too, so that names cannot be probed; 501 without a name. Where the
/// authenticator is an <see cref="IUserIdentifier"/> that decides by the name: 230; 530 or 421 as for a wrong password.</remarks>
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

    private static Task<Identification> Identify(string name, Execute execute) =>
        execute.Authenticator is IUserIdentifier identifier
            ? identifier.Identify(name, execute.Context.Remote.Address, execute.Cancel)
            : Task.FromResult(Identification.PasswordNeeded);

    private static FtpReply Asking(string name, bool guest) => guest
        ? new FtpReply(331, "Anonymous login: send your e-mail address as password.")
        : new FtpReply(331, $"Password required for {name}.");

    /// <summary>The names RFC 1635 gives to guests. Only these are looked up before a password came.</summary>
    private static bool IsGuestName(string name) =>
        name.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || name.Equals("ftp", StringComparison.OrdinalIgnoreCase);
}
