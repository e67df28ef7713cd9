namespace FtpActors.Core.Storage.Disk;

/// <summary>Bytes that may be held at once by files that were read when they were opened, of which many wait for their data connections. Any thread.</summary>
/// <param name="most">Bytes.</param>
internal sealed class ReadBudget(long most)
{
    private long _held;

    /// <summary>Of the process.</summary>
    public static ReadBudget Shared { get; } = new(64L * 1024 * 1024);

    public long Held => Interlocked.Read(ref _held);

    /// <summary>False when there is no room; nothing is taken then.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= most)
            return true;
        GiveBack(bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _held, -bytes);
}
