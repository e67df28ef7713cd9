namespace FtpActors.Server.Transfers;

/// <summary>How many entries of a listing its storage has brought, of which many may never be sent: those that match no pattern, or
/// wait to be sorted. A listing that brings some is not stalled, however long its next line takes. Any thread.</summary>
internal sealed class ListingProgress
{
    private long _entries;
    private bool _isCut;

    /// <summary>Something was left out; for the closing reply.</summary>
    public bool IsCut { get => Volatile.Read(ref _isCut); set => Volatile.Write(ref _isCut, value); }

    public long Entries => Interlocked.Read(ref _entries);

    public void Saw() => Interlocked.Increment(ref _entries);
}
