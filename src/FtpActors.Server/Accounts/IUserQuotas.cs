using FtpActors.Core.Storage.Quota;

namespace FtpActors.Server.Accounts;

/// <summary>Allots the quotas of users over several servers. Thread-safe.</summary>
public interface IUserQuotas
{
    /// <summary>Called before the first upload of a user who has a quota, once for as long as the server runs, now and then twice. Does not block.</summary>
    /// <param name="user">Whose quota it is.</param>
    /// <param name="holder">Writes here.</param>
    IQuotaLedger Open(UserKey user, IQuotaHolder holder);
}
