namespace FtpActors.Core.Storage.Quota;

/// <summary>Allots one quota to all who write below it, in several processes. Thread-safe; no call blocks.</summary>
/// <remarks>What is reserved counts as used until it is given back or counted anew, so that all together never exceed the limit.</remarks>
public interface IQuotaLedger
{
    /// <summary>Sets something aside for uploads here.</summary>
    /// <param name="least">Needed now. Of nothing, asks whether it can be told what is used.</param>
    /// <param name="wanted">Good to have, so that not every piece has to be asked for; <paramref name="least"/> or more.</param>
    /// <param name="limit">What may be there in all.</param>
    /// <returns>From <paramref name="least"/> to <paramref name="wanted"/>, or null when so much is not allotted any more.</returns>
    /// <exception cref="StorageException">It cannot be told.</exception>
    Task<QuotaAmount?> Reserve(QuotaAmount least, QuotaAmount wanted, QuotaAmount limit);

    /// <summary>Uploads that took so much of what was reserved have ended. It stands in the storage now, or was rolled back: only
    /// counting tells, once room is short.</summary>
    void Settle(QuotaAmount amount);

    /// <summary>Something was removed.</summary>
    void Freed();

    /// <summary>What is used over all, up to date but for what is written meanwhile; what is set aside and not used is none of it.</summary>
    /// <exception cref="StorageException">It cannot be told.</exception>
    Task<QuotaAmount> Used(QuotaAmount limit);
}
