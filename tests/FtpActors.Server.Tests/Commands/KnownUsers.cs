using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Commands;

/// <summary>Users whose password is <c>secret</c>; a guest needs none.</summary>
internal sealed class KnownUsers(params FtpUser[] users) : IAuthenticator, IUserDirectory
{
    /// <summary>Every name that was looked up, in order.</summary>
    public List<string> Found { get; } = [];

    /// <summary>The credentials that were checked last.</summary>
    public Credentials? Checked { get; private set; }

    /// <summary>What <see cref="Authenticate"/> fails with, or null.</summary>
    public Exception? Failure { get; init; }

    public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel)
    {
        Checked = credentials;
        if (Failure is not null)
            return Task.FromException<bool>(Failure);
        var user = Of(credentials.UserName);
        return Task.FromResult(user is { IsAnonymous: true } || (user is not null && credentials.Password.Reveal() == "secret"));
    }

    public Task<FtpUser?> Find(string userName, CancellationToken cancel)
    {
        Found.Add(userName);
        return Task.FromResult(Of(userName));
    }

    private FtpUser? Of(string name) => users.FirstOrDefault(user => user.Name == name);
}
