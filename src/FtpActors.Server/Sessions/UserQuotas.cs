using System.Collections.Concurrent;
using Akka.Streams;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server.Accounts;

namespace FtpActors.Server.Sessions;

/// <summary>What users with a quota have written, for as long as the server runs. Thread-safe.</summary>
/// <param name="materializer">Runs listings, to count.</param>
/// <param name="time">The clock.</param>
/// <param name="shared">Who allots quotas over several servers; null where this one does.</param>
internal sealed class UserQuotas(IMaterializer materializer, TimeProvider time, IUserQuotas? shared = null)
{
    private readonly ConcurrentDictionary<(UserKey User, FtpPath Base), IQuotaUsage> _usages = new();

    /// <summary>The storage with the user's quota on it.</summary>
    /// <param name="key">Of the user.</param>
    /// <param name="user">Just logged in.</param>
    /// <param name="storage">Rooted at the user's base.</param>
    public IFtpStorage Limited(UserKey key, FtpUser user, IFtpStorage storage)
    {
        if (user is { Quota: null, FileQuota: null })
            return storage;
        var limit = new QuotaAmount(user.Quota ?? long.MaxValue, user.FileQuota ?? long.MaxValue);
        var usage = _usages.GetOrAdd((key, user.Base), _ => Usage(key, storage, limit));
        usage.Limit = limit;
        return QuotaStorage.Of(storage, usage);
    }

    private IQuotaUsage Usage(UserKey key, IFtpStorage storage, QuotaAmount limit) => shared is null
        ? new QuotaUsage(() => TreeSize.Of(storage, materializer), time) { Limit = limit }
        : new LedgerUsage(holder => shared.Open(key, holder), () => TreeSize.Of(storage, materializer), limit);
}
