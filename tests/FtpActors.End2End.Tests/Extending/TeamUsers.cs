using System.Collections.Concurrent;
using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>One password for a team whose members have a directory each; <c>visitor</c> needs none, <c>root</c> has no business here.</summary>
public sealed class TeamUsers(Password password) : IAuthenticator, IUserDirectory, IUserIdentifier, ILogOutNotice
{
    private readonly ConcurrentDictionary<string, int> _logOuts = new();

    public IReadOnlyDictionary<string, int> LogOuts => _logOuts;

    public Task<Identification> Identify(string userName, IPAddress peer, CancellationToken cancel) => Task.FromResult(userName switch
    {
        "visitor" => Identification.Accepted,
        "root" => Identification.Refused,
        _ => Identification.PasswordNeeded,
    });

    public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel) =>
        Task.FromResult(password.Matches(credentials.Password));

    public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult<FtpUser?>(userName == "visitor"
        ? new FtpUser { Name = userName, IsAnonymous = true, Rights = PathRights.ReadOnly, MaxSessions = 100 }
        : new FtpUser { Name = userName, Base = FtpPath.Parse("/team/" + userName) });

    public void LoggedOut(FtpUser user) => _logOuts.AddOrUpdate(user.Name, 1, static (_, count) => count + 1);
}
