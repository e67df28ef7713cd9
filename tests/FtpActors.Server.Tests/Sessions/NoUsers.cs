using FtpActors.Core.Auth;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>Knows nobody.</summary>
internal sealed class NoUsers : IAuthenticator, IUserDirectory
{
    public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel) => Task.FromResult(false);

    public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult<FtpUser?>(null);
}
