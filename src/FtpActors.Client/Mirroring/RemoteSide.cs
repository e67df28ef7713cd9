using System.Runtime.CompilerServices;
using FtpActors.Core.Hashing;

namespace FtpActors.Client.Mirroring;

/// <summary>A directory of a server.</summary>
internal sealed class RemoteSide(FtpClientPool pool, string root) : IMirrorSide
{
    public FtpClientPool Pool => pool;

    public IReadOnlyList<HashKind> Hashes => [.. pool.Memory.Features.Hashes().Select(verb => verb.Kind).Distinct()];

    public async IAsyncEnumerable<(string Path, MirrorItem? Item)> List(bool mayBeMissing, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var rented = await pool.Rent(cancel).ConfigureAwait(false);
        if (mayBeMissing && root.Length > 0 && !await rented.Client.IsDirectory(root, cancel).ConfigureAwait(false))
            yield break;
        var start = root.Length == 0 || root.EndsWith('/') ? root.Length : root.Length + 1;
        await foreach (var entry in rented.Client.List(root, recursive: true, cancel).ConfigureAwait(false))
        {
            var below = entry.Path[start..];
            yield return (below, entry.IsFile || entry.IsDirectory ? new MirrorItem(below, entry.IsDirectory, entry.Size, entry.Modified, Precision(entry)) : null);
        }
    }

    public Task<string> Hash(string path, HashKind kind, CancellationToken cancel) => pool.Use(client => client.Hash(At(path), kind, cancel), cancel);

    public Task MakeDirectory(string path, CancellationToken cancel) =>
        At(path).Length == 0 ? Task.CompletedTask : pool.Use(client => client.MakeDirectory(At(path), cancel: cancel), cancel);

    public Task RemoveFile(string path, CancellationToken cancel) => pool.Use(client => client.RemoveFile(At(path), cancel), cancel);

    public Task RemoveDirectory(string path, CancellationToken cancel) => pool.Use(client => client.RemoveDirectory(At(path), cancel), cancel);

    private static TimeSpan Precision(FtpListEntry entry) => entry switch
    {
        { Facts.IsEmpty: false } or { Modified: null } => TimeSpan.Zero,
        { Modified.TimeOfDay.Ticks: 0 } => TimeSpan.FromDays(1),
        { Modified.Second: 0 } => TimeSpan.FromMinutes(1),
        _ => TimeSpan.Zero,
    };

    public string At(string path) =>
        path.Length == 0 ? root : root.Length == 0 || root.EndsWith('/') ? root + path : root + "/" + path;
}
