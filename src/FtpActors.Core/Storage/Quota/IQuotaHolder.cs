namespace FtpActors.Core.Storage.Quota;

/// <summary>Who writes with what an <see cref="IQuotaLedger"/> has set aside. Thread-safe.</summary>
public interface IQuotaHolder
{
    /// <summary>Counts what there is in the storage. Does not block.</summary>
    /// <exception cref="StorageException">It cannot be counted.</exception>
    Task<QuotaAmount> Count();

    /// <summary>Gives back what was reserved and is not in use, for others; it is the ledger's again with the return.</summary>
    QuotaAmount GiveBack();
}
