using System.Collections.Immutable;
using FtpActors.Client.Transfers;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Mirroring;

/// <summary>Compares two trees.</summary>
internal sealed class MirrorPlanner(FtpClient client, IFtpStorage local, FtpPath root, string remote, MirrorOptions options)
{
    private readonly MirrorFilter _filter = new(options);

    /// <summary>Directories in which something is left alone.</summary>
    private readonly HashSet<string> _staying = new(StringComparer.Ordinal);

    public async Task<MirrorPlan> Plan(bool isUpload, CancellationToken cancel)
    {
        var here = await Local(mayBeMissing: !isUpload, cancel).ConfigureAwait(false);
        var there = await Remote(mayBeMissing: isUpload, cancel).ConfigureAwait(false);
        var (source, target) = isUpload ? (here, there) : (there, here);
        var byPath = target.ToDictionary(item => item.Path, StringComparer.Ordinal);
        var (before, make, copy, remove) = (new List<MirrorStep>(), new List<MirrorStep>(), new List<MirrorStep>(), new List<MirrorStep>());
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        var blocked = new List<string>();
        foreach (var item in source)
        {
            if (blocked.Exists(directory => item.Path.StartsWith(directory, StringComparison.Ordinal)))
                continue;
            var old = byPath.GetValueOrDefault(item.Path);
            if (old is not null && old.IsDirectory != item.IsDirectory)
            {
                if (!options.DeletesExtra)
                {
                    before.Add(new MirrorStep(MirrorStepKind.Conflict, item.Path, 0, old.IsDirectory ? "a directory is there" : "a file is there"));
                    blocked.Add(item.Path + "/");
                    continue;
                }

                before.AddRange(Removal(target.Where(one => one == old || one.Path.StartsWith(old.Path + "/", StringComparison.Ordinal)), "is something else at the source"));
                replaced.Add(item.Path);
                old = null;
            }

            if (item.IsDirectory && old is null)
                make.Add(new MirrorStep(MirrorStepKind.MakeDirectory, item.Path, 0, "missing"));
            else if (!item.IsDirectory && await Reason(item, old, cancel).ConfigureAwait(false) is { } why)
                copy.Add(new MirrorStep(MirrorStepKind.Copy, item.Path, item.Size ?? 0, why));
        }

        if (options.DeletesExtra)
        {
            var kept = source.Select(item => item.Path).ToHashSet(StringComparer.Ordinal);
            var extra = target.Where(item => !kept.Contains(item.Path) && !replaced.Any(one => item.Path.StartsWith(one + "/", StringComparison.Ordinal)));
            remove.AddRange(Removal(extra, "not at the source"));
        }

        return new MirrorPlan(isUpload, remote, root.Value, [.. before, .. make, .. copy, .. remove]);
    }

    /// <summary>Files first, then directories from the deepest up; those in which something stays are left.</summary>
    private IEnumerable<MirrorStep> Removal(IEnumerable<MirrorItem> items, string why) => items
        .Where(item => !_staying.Contains(item.Path))
        .OrderBy(item => item.IsDirectory)
        .ThenByDescending(item => item.Path.Count(letter => letter == '/'))
        .Select(item => new MirrorStep(item.IsDirectory ? MirrorStepKind.RemoveDirectory : MirrorStepKind.RemoveFile, item.Path, 0, why));

    private async Task<string?> Reason(MirrorItem source, MirrorItem? target, CancellationToken cancel)
    {
        if (target is null)
            return "missing";
        var isNewer = source.Modified is { } new_ && target.Modified is { } old && new_ - old > options.Tolerance;
        var hasOtherSize = source.Size is { } one && target.Size is { } other && one != other;
        return options.Compare switch
        {
            MirrorCompare.Newer => isNewer ? "newer" : null,
            MirrorCompare.Size => hasOtherSize ? "other size" : null,
            MirrorCompare.SizeOrNewer => hasOtherSize ? "other size" : isNewer ? "newer" : null,
            _ => hasOtherSize ? "other size" : await HasOtherHash(source.Path, cancel).ConfigureAwait(false) ? "other hash" : null,
        };
    }

    private async Task<bool> HasOtherHash(string path, CancellationToken cancel)
    {
        if (client.Hashes.Count == 0)
            throw new NotSupportedException("The server offers no hash to compare by.");
        var kind = client.Hashes[0];
        var there = await client.Hash(MirrorRun.Below(remote, path), kind, cancel).ConfigureAwait(false);
        return there != await LocalHash.Of(local, root.Resolve(path), kind, client.Materializer, cancel).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<MirrorItem>> Local(bool mayBeMissing, CancellationToken cancel)
    {
        var items = ImmutableArray.CreateBuilder<MirrorItem>();
        try
        {
            await foreach (var (path, entry) in TreeWalk.Local(client, local, root, cancel).ConfigureAwait(false))
                Add(items, new MirrorItem(TreeWalk.ToRemote(root, path, ""), entry.IsDirectory, entry.Size, entry.Modified));
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound && mayBeMissing)
        {
            // All of it is to be made.
        }

        return items.ToImmutable();
    }

    private async Task<ImmutableArray<MirrorItem>> Remote(bool mayBeMissing, CancellationToken cancel)
    {
        var items = ImmutableArray.CreateBuilder<MirrorItem>();
        if (mayBeMissing && remote.Length > 0 && !await client.IsDirectory(remote, cancel).ConfigureAwait(false))
            return [];
        var start = remote.Length == 0 || remote.EndsWith('/') ? remote.Length : remote.Length + 1;
        await foreach (var entry in client.List(remote, recursive: true, cancel).ConfigureAwait(false))
        {
            if (!entry.IsFile && !entry.IsDirectory)
                Stay(entry.Path[start..]);
            else
                Add(items, new MirrorItem(entry.Path[start..], entry.IsDirectory, entry.Size, entry.Modified));
        }

        return items.ToImmutable();
    }

    private void Add(ImmutableArray<MirrorItem>.Builder items, MirrorItem item)
    {
        if (_filter.Allows(item.Path, item.IsDirectory))
            items.Add(item);
        else
            Stay(item.Path);
    }

    private void Stay(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            _staying.Add(path[..slash]);
    }
}
