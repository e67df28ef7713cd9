namespace FtpActors.Server.Transfers;

/// <summary>How many entries of a listing its storage has brought, of which many may never be sent: those that match no pattern, or
/// wait to be sorted. A listing that brings some is not stalled, however long its next line takes. Any thread.</summary>
internal sealed class ListingProgress
{
    private long _entries;

    public long Entries => Interlocked.Read(ref _entries);

    public void Saw() => Interlocked.Increment(ref _entries);
}
