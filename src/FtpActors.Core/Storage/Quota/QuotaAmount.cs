namespace FtpActors.Core.Storage.Quota;

/// <summary>How much is stored, or may be. As a limit <see cref="long.MaxValue"/> stands for any number.</summary>
/// <param name="Bytes">Of content.</param>
/// <param name="Files">Directories are none.</param>
public readonly record struct QuotaAmount(long Bytes, long Files)
{
    public static QuotaAmount Unlimited { get; } = new(long.MaxValue, long.MaxValue);

    /// <summary>At most <paramref name="limit"/>, in bytes and in files.</summary>
    public bool IsWithin(QuotaAmount limit) => Bytes <= limit.Bytes && Files <= limit.Files;

    public static QuotaAmount operator +(QuotaAmount one, QuotaAmount other) => new(one.Bytes + other.Bytes, one.Files + other.Files);

    public static QuotaAmount operator -(QuotaAmount one, QuotaAmount other) => new(one.Bytes - other.Bytes, one.Files - other.Files);
}
