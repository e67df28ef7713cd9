using Akka.Streams;
using FtpActors.Core.Flows;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

/// <summary>Hashes of files in a storage, for HASH and its relatives.</summary>
internal static class StoredHash
{
    /// <summary>The hash of the bytes from <paramref name="start"/> to before <paramref name="end"/>, or to the file's end where that is
    /// null or comes first. Faults: those of reading; InvalidOffset when the file ends before <paramref name="start"/>.</summary>
    public static async Task<FileHash> Of(
        IFtpStorage storage, FtpPath path, HashKind kind, long start, long? end, IMaterializer materializer, CancellationToken cancel)
    {
        if (start == 0 && end is null && storage is IHashingStorage hashing && await hashing.KnownHash(path, kind, cancel) is { } known)
            return new FileHash(known, (await storage.Stat(path, cancel)).Size);
        await using var reader = await storage.OpenRead(path, start, cancel);
        if (start > reader.Size)
            throw new StorageException(StorageFault.InvalidOffset, $"{path} has {reader.Size} bytes, fewer than {start}.");
        var content = end is null ? reader.Content : reader.Content.Via(ByteLimitFlow.Create(end.Value - start));
        return await FileHash.Of(content, kind, materializer, cancel);
    }
}
