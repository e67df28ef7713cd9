using System.Collections.Immutable;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Auth;

/// <summary>What a user may do at a path.</summary>
[Flags]
public enum FtpRights
{
    None = 0,

    /// <summary>See names and facts; enter directories.</summary>
    List = 1,

    /// <summary>Download.</summary>
    Read = 2,

    /// <summary>Upload under a new name.</summary>
    Create = 4,

    /// <summary>Change a file that exists: replace, append, resume, set its times.</summary>
    Overwrite = 8,

    /// <summary>Remove files.</summary>
    Delete = 16,

    /// <summary>Rename from and to.</summary>
    Rename = 32,

    /// <summary>Make and remove directories.</summary>
    Directories = 64,

    ReadOnly = List | Read,
    ReadWrite = ReadOnly | Create | Overwrite | Delete | Rename | Directories,
}

/// <summary>Rights by path: the rule of the nearest directory upwards decides alone.</summary>
public sealed class PathRights
{
    private readonly ImmutableDictionary<FtpPath, FtpRights> _rules;

    private PathRights(ImmutableDictionary<FtpPath, FtpRights> rules) => _rules = rules;

    public static PathRights ReadWrite { get; } = Everywhere(FtpRights.ReadWrite);

    public static PathRights ReadOnly { get; } = Everywhere(FtpRights.ReadOnly);

    public IReadOnlyDictionary<FtpPath, FtpRights> Rules => _rules;

    /// <summary>One rule, for the root.</summary>
    public static PathRights Everywhere(FtpRights rights) =>
        new(ImmutableDictionary<FtpPath, FtpRights>.Empty.Add(FtpPath.Root, rights));

    /// <summary>A copy in which <paramref name="directory"/> and what lies below it follow <paramref name="rights"/>, unless a nearer rule says otherwise.</summary>
    public PathRights With(FtpPath directory, FtpRights rights) => new(_rules.SetItem(directory, rights));

    /// <summary>The rights at <paramref name="path"/>.</summary>
    public FtpRights At(FtpPath path)
    {
        if (_rules.Count == 1)
            return _rules.GetValueOrDefault(FtpPath.Root);
        while (true)
        {
            if (_rules.TryGetValue(path, out var rights))
                return rights;
            if (path.IsRoot)
                return FtpRights.None;
            path = path.Parent;
        }
    }

    /// <summary>True when every right of <paramref name="needed"/> is given at <paramref name="path"/>.</summary>
    public bool Allow(FtpPath path, FtpRights needed) => (At(path) & needed) == needed;
}
