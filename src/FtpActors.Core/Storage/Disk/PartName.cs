using System.Security.Cryptography;
using System.Text;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Names of uploads that are not complete: <c>.in.NAME.part</c>, no longer than a name may be.</summary>
/// <remarks>Nobody sees or uses such names through the storage.</remarks>
internal static class PartName
{
    private const string Before = ".in.";
    private const string After = ".part";

    public static bool IsPart(string name) =>
        name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal);

    /// <summary>As before, of the name in UTF-8.</summary>
    public static bool IsPart(ReadOnlySpan<byte> name) => name.StartsWith(".in."u8) && name.EndsWith(".part"u8);

    /// <summary>The same for the same name, so that a broken upload is found again.</summary>
    public static string Of(string name) => Before + Bounded(name, EntryName.MaxBytes - Before.Length - After.Length) + After;

    /// <summary>For an upload of a name that is being uploaded already.</summary>
    public static string Another(string name)
    {
        var tail = "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        return Before + Bounded(name, EntryName.MaxBytes - Before.Length - After.Length - tail.Length) + tail + After;
    }

    private static string Bounded(string name, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= maxBytes)
            return name;
        var hash = "." + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        var kept = maxBytes - hash.Length;
        while ((bytes[kept] & 0xc0) == 0x80)
            kept--;
        return Encoding.UTF8.GetString(bytes, 0, kept) + hash;
    }
}
