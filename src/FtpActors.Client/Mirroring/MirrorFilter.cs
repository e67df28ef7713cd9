using FtpActors.Core.Wire;

namespace FtpActors.Client.Mirroring;

/// <summary>Which paths a mirror cares for.</summary>
internal sealed class MirrorFilter(MirrorOptions options)
{
    private readonly GlobPattern[][] _include = [.. options.Include.Select(Parts)];
    private readonly GlobPattern[][] _exclude = [.. options.Exclude.Select(Parts)];

    /// <param name="path">From the root of the mirror.</param>
    /// <param name="isDirectory">Directories need not be included.</param>
    public bool Allows(string path, bool isDirectory)
    {
        var names = path.Split('/');
        for (var depth = 1; depth <= names.Length; depth++)
        {
            if (Array.Exists(_exclude, pattern => Matches(pattern, names[..depth])))
                return false;
        }

        return isDirectory || _include.Length == 0 || Array.Exists(_include, pattern => Matches(pattern, names));
    }

    private static GlobPattern[] Parts(string pattern) =>
        [.. pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => new GlobPattern(part))];

    private static bool Matches(GlobPattern[] pattern, string[] names) =>
        pattern.Length == 1 ? pattern[0].Matches(names[^1]) : pattern.Length == names.Length && pattern.Zip(names).All(pair => pair.First.Matches(pair.Second));
}
