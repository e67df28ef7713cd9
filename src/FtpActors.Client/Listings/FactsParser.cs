using System.Collections.Immutable;
using System.Globalization;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Listings;

/// <summary>Lines of MLSD and MLST (RFC 3659 §7.2): facts, a space, a name.</summary>
internal static class FactsParser
{
    /// <summary>Facts of one entry; servers tell a dozen. They take more memory than their text does.</summary>
    private const int MostFacts = 32;

    /// <summary>Noise for <c>cdir</c> and <c>pdir</c>.</summary>
    public static ListingLine Read(string line, out FtpListEntry? entry)
    {
        entry = null;
        var space = line.StartsWith(' ') ? 0 : line.IndexOf("; ", StringComparison.Ordinal) + 1;
        if (space == 0 && !line.StartsWith(' '))
            return ListingLine.Unknown;
        var facts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var fact in line[..space].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = fact.IndexOf('=');
            if (equals <= 0 || facts.Count == MostFacts)
                return ListingLine.Unknown;
            facts[fact[..equals]] = fact[(equals + 1)..];
        }

        var type = facts.GetValueOrDefault("type", "file").ToLowerInvariant();
        if (type is "cdir" or "pdir")
            return ListingLine.Noise;
        entry = Entry(line[(space + 1)..], type, facts.ToImmutable());
        return ListingLine.Entry;
    }

    private static FtpListEntry Entry(string name, string type, ImmutableDictionary<string, string> facts)
    {
        const string Link = "os.unix=slink:";
        const string OtherLink = "os.unix=symlink";
        var isLink = type.StartsWith(Link, StringComparison.Ordinal) || type.StartsWith(OtherLink, StringComparison.Ordinal);
        return new FtpListEntry
        {
            Name = name,
            Kind = type switch
            {
                "file" => FtpListEntryKind.File,
                "dir" => FtpListEntryKind.Directory,
                _ => isLink ? FtpListEntryKind.Link : FtpListEntryKind.Other,
            },
            Size = long.TryParse(facts.GetValueOrDefault("size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
            Modified = FtpTime.TryParse(facts.GetValueOrDefault("modify", ""), out var modified) ? modified : null,
            Created = FtpTime.TryParse(facts.GetValueOrDefault("create", ""), out var created) ? created : null,
            Mode = Mode(facts.GetValueOrDefault("UNIX.mode")),
            Owner = facts.GetValueOrDefault("UNIX.owner") ?? facts.GetValueOrDefault("UNIX.ownername"),
            Group = facts.GetValueOrDefault("UNIX.group") ?? facts.GetValueOrDefault("UNIX.groupname"),
            LinkTarget = type.StartsWith(Link, StringComparison.Ordinal) ? facts["type"][Link.Length..] : null,
            Facts = facts,
        };
    }

    private static UnixFileMode? Mode(string? octal)
    {
        if (octal is not { Length: > 0 and <= 6 } || octal.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return null;
        return (UnixFileMode)(Convert.ToInt32(octal, 8) & 0xFFF);
    }
}
