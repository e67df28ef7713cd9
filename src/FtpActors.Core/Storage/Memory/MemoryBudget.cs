namespace FtpActors.Core.Storage.Memory;

/// <summary>Counts the bytes a <see cref="MemoryStorage"/> keeps, uploads under way included.</summary>
internal sealed class MemoryBudget(long? capacity)
{
    /// <summary>Bytes that a file or directory takes besides its content.</summary>
    public const int EntryCost = 512;
    private long _used;

    public long? Left => capacity - Interlocked.Read(ref _used);

    /// <exception cref="StorageException">NoSpace; nothing is taken then.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= capacity.GetValueOrDefault(long.MaxValue))
            return;
        Interlocked.Add(ref _used, -bytes);
        throw new StorageException(StorageFault.NoSpace, $"The memory storage holds no more than {capacity} bytes.");
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _used, -bytes);
}
