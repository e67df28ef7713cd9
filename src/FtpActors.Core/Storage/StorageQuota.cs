namespace FtpActors.Core.Storage;

/// <summary>What is allotted and what of it is taken.</summary>
/// <param name="Used">Bytes, uploads under way included.</param>
/// <param name="Limit">Bytes, or null for any number.</param>
/// <param name="Files">Files there are, or null where nobody counts them.</param>
/// <param name="FileLimit">Files there may be, or null for any number.</param>
public sealed record StorageQuota(long Used, long? Limit, long? Files = null, long? FileLimit = null);
