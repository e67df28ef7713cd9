namespace FtpActors.Core.Storage.Quota;

/// <summary>What somebody has written below one directory, shared by all who write as this user. Thread-safe.</summary>
internal interface IQuotaUsage
{
    /// <summary>What may be there at most.</summary>
    QuotaAmount Limit { get; set; }

    /// <summary>Up to date, but for what is written meanwhile.</summary>
    /// <exception cref="StorageException">It cannot be told.</exception>
    Task<QuotaAmount> Used(CancellationToken cancel);

    /// <summary>For what is about to be written: until <see cref="End"/> it is under way. Of nothing, makes sure that it can be told what is used.</summary>
    /// <exception cref="StorageException">QuotaExceeded; nothing is taken then. Or it cannot be told.</exception>
    Task Take(QuotaAmount amount, CancellationToken cancel);

    /// <summary>True when it was taken at once.</summary>
    bool TryTake(QuotaAmount amount);

    /// <summary>An upload that took so much has ended, well or badly.</summary>
    void End(QuotaAmount amount);

    /// <summary>There may be less than before.</summary>
    void Freed();
}
