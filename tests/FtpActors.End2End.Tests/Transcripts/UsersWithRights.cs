using FtpActors.Core.Auth;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Everybody may do the same.</summary>
internal sealed class UsersWithRights(PathRights rights) : IUserDirectory
{
    public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult<FtpUser?>(new FtpUser { Name = userName, Rights = rights });
}
