using System.Collections.Immutable;

namespace FtpActors.Client.Mirroring;

/// <summary>Compares two trees.</summary>
internal sealed class MirrorPlanner(IMirrorSide source, IMirrorSide target, MirrorOptions options)
{
    private readonly MirrorFilter _filter = new(options);

    /// <summary>Directories in which something is left alone.</summary>
    private readonly HashSet<string> _staying = new(StringComparer.Ordinal);

    public async Task<ImmutableArray<MirrorStep>> Plan(CancellationToken cancel)
    {
        var wanted = await Items(source, mayBeMissing: false, cancel).ConfigureAwait(false);
        var there = await Items(target, mayBeMissing: true, cancel).ConfigureAwait(false);
        var byPath = there.ToDictionary(item => item.Path, StringComparer.Ordinal);
        var (before, make, copy, remove) = (new List<MirrorStep>(), new List<MirrorStep>(), new List<MirrorStep>(), new List<MirrorStep>());
        var replaced = new HashSet<string>(StringComparer.Ordinal);
        var blocked = new List<string>();
        foreach (var item in wanted)
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

                before.AddRange(Removal(there.Where(one => one == old || one.Path.StartsWith(old.Path + "/", StringComparison.Ordinal)), "is something else at the source"));
                replaced.Add(item.Path);
                old = null;
            }

            if (item.IsDirectory && old is null)
                make.Add(new MirrorStep(MirrorStepKind.MakeDirectory, item.Path, 0, MirrorStep.Missing));
            else if (!item.IsDirectory && await Reason(item, old, cancel).ConfigureAwait(false) is { } why)
                copy.Add(new MirrorStep(MirrorStepKind.Copy, item.Path, item.Size ?? 0, why));
        }

        if (options.DeletesExtra)
        {
            var kept = wanted.Select(item => item.Path).ToHashSet(StringComparer.Ordinal);
            var extra = there.Where(item => !kept.Contains(item.Path) && !replaced.Any(one => item.Path.StartsWith(one + "/", StringComparison.Ordinal)));
            remove.AddRange(Removal(extra, "not at the source"));
        }

        return [.. before, .. make, .. copy, .. remove];
    }

    /// <summary>Files first, then directories from the deepest up; those in which something stays are left.</summary>
    private IEnumerable<MirrorStep> Removal(IEnumerable<MirrorItem> items, string why) => items
        .Where(item => !_staying.Contains(item.Path))
        .OrderBy(item => item.IsDirectory)
        .ThenByDescending(item => item.Path.Count(letter => letter == '/'))
        .Select(item => new MirrorStep(item.IsDirectory ? MirrorStepKind.RemoveDirectory : MirrorStepKind.RemoveFile, item.Path, 0, why));

    private async Task<string?> Reason(MirrorItem wanted, MirrorItem? old, CancellationToken cancel)
    {
        if (old is null)
            return MirrorStep.Missing;
        var isNewer = wanted.Modified is { } after && old.Modified is { } before && after - before >= options.Tolerance + old.Precision;
        var hasOtherSize = wanted.Size is { } one && old.Size is { } other && one != other;
        return options.Compare switch
        {
            MirrorCompare.Newer => isNewer ? "newer" : null,
            MirrorCompare.Size => hasOtherSize ? "other size" : null,
            MirrorCompare.SizeOrNewer => hasOtherSize ? "other size" : isNewer ? "newer" : null,
            _ => hasOtherSize ? "other size" : await HasOtherHash(wanted.Path, cancel).ConfigureAwait(false) ? "other hash" : null,
        };
    }

    private async Task<bool> HasOtherHash(string path, CancellationToken cancel)
    {
        var kinds = source.Hashes.Intersect(target.Hashes).ToArray();
        if (kinds.Length == 0)
            throw new NotSupportedException("There is no hash to compare by that both sides have.");
        var hash = await source.Hash(path, kinds[0], cancel).ConfigureAwait(false);
        return hash != await target.Hash(path, kinds[0], cancel).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<MirrorItem>> Items(IMirrorSide side, bool mayBeMissing, CancellationToken cancel)
    {
        var (items, paths) = (ImmutableArray.CreateBuilder<MirrorItem>(), new HashSet<string>(StringComparer.Ordinal));
        await foreach (var (path, item) in side.List(mayBeMissing, cancel).ConfigureAwait(false))
        {
            // A name that a server tells twice is one file.
            if (!paths.Add(path))
                continue;
            if (item is not null && _filter.Allows(path, item.IsDirectory))
                items.Add(item);
            else
                Stay(path);
        }

        return items.ToImmutable();
    }

    private void Stay(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            _staying.Add(path[..slash]);
    }
}
