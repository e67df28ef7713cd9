namespace FtpActors.Core.Auth;

/// <summary>An <see cref="IUserDirectory"/> that hears when its users leave.</summary>
public interface ILogOutNotice
{
    /// <summary>Called once for every login, when USER, REIN, the end of the connection or the end of the server ends it.
    /// Must not block; what it throws is logged.</summary>
    void LoggedOut(FtpUser user);
}
