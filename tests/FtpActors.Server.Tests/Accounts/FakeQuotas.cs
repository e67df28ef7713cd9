using FtpActors.Core.Storage.Quota;
using FtpActors.Server.Accounts;

namespace FtpActors.Server.Tests.Accounts;

/// <summary>Knows of 30 bytes in 3 files, and has no more to give.</summary>
internal sealed class FakeQuotas : IUserQuotas, IQuotaLedger
{
    public UserKey? User { get; private set; }

    public IQuotaHolder? Holder { get; private set; }

    public IQuotaLedger Open(UserKey user, IQuotaHolder holder)
    {
        (User, Holder) = (user, holder);
        return this;
    }

    public Task<QuotaAmount?> Reserve(QuotaAmount least, QuotaAmount wanted, QuotaAmount limit) => Task.FromResult<QuotaAmount?>(null);

    public void Settle(QuotaAmount amount)
    {
    }

    public void Freed()
    {
    }

    public Task<QuotaAmount> Used(QuotaAmount limit) => Task.FromResult(new QuotaAmount(30, 3));
}
