using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>Finds the digits in what servers answer to HASH and its relatives: <c>SHA-256 0-49 …hex… name</c>, <c>…hex…</c>, <c>name …hex…</c>.</summary>
internal static class HashReply
{
    /// <returns>Lower case; null when no word is as long as the hash and hexadecimal.</returns>
    public static string? Find(FtpReply reply, HashKind kind)
    {
        var length = kind switch
        {
            HashKind.Crc32 => 8,
            HashKind.Md5 => 32,
            HashKind.Sha1 => 40,
            HashKind.Sha256 => 64,
            _ => 128,
        };
        return reply.Lines.Append(reply.Text)
            .SelectMany(line => line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(word => word.Length == length && word.All(char.IsAsciiHexDigit))
            ?.ToLowerInvariant();
    }
}
