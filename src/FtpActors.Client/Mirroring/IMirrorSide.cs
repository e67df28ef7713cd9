using FtpActors.Core.Hashing;

namespace FtpActors.Client.Mirroring;

/// <summary>One of the two trees of a mirror. Paths are from its root, separated by <c>/</c>.</summary>
internal interface IMirrorSide
{
    /// <summary>What it can hash with, best first.</summary>
    IReadOnlyList<HashKind> Hashes { get; }

    /// <summary>All that is in it, directories before what is in them; without an item what is neither file nor directory.</summary>
    /// <param name="mayBeMissing">Then it is empty when it is not there.</param>
    /// <param name="cancel">Ends the look.</param>
    IAsyncEnumerable<(string Path, MirrorItem? Item)> List(bool mayBeMissing, CancellationToken cancel);

    /// <returns>Lower-case hexadecimal digits.</returns>
    Task<string> Hash(string path, HashKind kind, CancellationToken cancel);

    /// <summary>Makes a directory and those above it; the empty path is the root.</summary>
    Task MakeDirectory(string path, CancellationToken cancel);

    Task RemoveFile(string path, CancellationToken cancel);

    Task RemoveDirectory(string path, CancellationToken cancel);
}
