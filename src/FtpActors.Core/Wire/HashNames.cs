using System.Diagnostics.CodeAnalysis;
using FtpActors.Core.Hashing;

namespace FtpActors.Core.Wire;

/// <summary>Hashes by the names of IANA's registry "Hash Function Textual Names", which HASH, OPTS HASH and FEAT use; CRC32 is ours.</summary>
public static class HashNames
{
    /// <summary>The strongest first.</summary>
    private static readonly (HashKind Kind, string Name)[] All =
    [
        (HashKind.Sha512, "SHA-512"), (HashKind.Sha256, "SHA-256"), (HashKind.Sha1, "SHA-1"), (HashKind.Md5, "MD5"), (HashKind.Crc32, "CRC32"),
    ];

    public static string Of(HashKind kind) => All.First(one => one.Kind == kind).Name;

    /// <summary>In any case.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out HashKind? kind)
    {
        kind = null;
        foreach (var one in All)
        {
            if (one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                kind = one.Kind;
        }

        return kind is not null;
    }

    /// <summary>The line of FEAT: every hash there is, the chosen one starred. <c>HASH SHA-512;SHA-256*;…</c></summary>
    public static string FeatureLine(HashKind chosen) =>
        "HASH " + string.Join(';', All.Select(one => one.Kind == chosen ? one.Name + "*" : one.Name));
}
