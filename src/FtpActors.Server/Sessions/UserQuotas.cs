using System.Collections.Concurrent;
using Akka.Streams;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;

namespace FtpActors.Server.Sessions;

/// <summary>What users with a quota have written, for as long as the server runs. Thread-safe.</summary>
internal sealed class UserQuotas(IMaterializer materializer)
{
    private readonly ConcurrentDictionary<(UserKey User, FtpPath Base), QuotaUsage> _usages = new();

    /// <summary>The storage with the user's quota on it.</summary>
    /// <param name="key">Of the user.</param>
    /// <param name="user">Just logged in.</param>
    /// <param name="storage">Rooted at the user's base.</param>
    public IFtpStorage Limited(UserKey key, FtpUser user, IFtpStorage storage)
    {
        if (user.Quota is not { } limit)
            return storage;
        var usage = _usages.GetOrAdd((key, user.Base), _ => new QuotaUsage(() => TreeSize.Of(storage, materializer), TimeProvider.System) { Limit = limit });
        usage.Limit = limit;
        return QuotaStorage.Of(storage, usage);
    }
}
