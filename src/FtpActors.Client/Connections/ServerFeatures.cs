using System.Collections.Immutable;
using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>What a server says it can do (FEAT, RFC 2389).</summary>
internal sealed class ServerFeatures
{
    private readonly ImmutableDictionary<string, string> _features;

    private ServerFeatures(ImmutableDictionary<string, string> features, ImmutableArray<string> lines) => (_features, Lines) = (features, lines);

    /// <summary>Of a server that does not say.</summary>
    public static ServerFeatures Unknown { get; } = new(ImmutableDictionary<string, string>.Empty, []) { IsKnown = false };

    /// <summary>False for servers without FEAT: what they can do has to be tried.</summary>
    public bool IsKnown { get; private init; } = true;

    /// <summary>The lines of FEAT.</summary>
    public ImmutableArray<string> Lines { get; }

    public static ServerFeatures Of(FtpReply reply)
    {
        var features = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<string> lines = [.. reply.Lines.Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
        foreach (var line in lines)
        {
            var space = line.IndexOf(' ');
            var (name, words) = space < 0 ? (line, "") : (line[..space], line[(space + 1)..].Trim());
            // Some say AUTH TLS and AUTH SSL, each on a line of its own.
            features[name] = features.TryGetValue(name, out var before) ? $"{before} {words}" : words;
        }

        return new ServerFeatures(features.ToImmutable(), lines);
    }

    /// <summary>In any case.</summary>
    public bool Has(string feature) => _features.ContainsKey(feature);

    /// <summary>Whether it may be tried: offered, or nothing is known.</summary>
    public bool May(string feature) => !IsKnown || Has(feature);

    /// <summary>Whether one of the words behind the feature is this one, e.g. <c>REST</c> and <c>STREAM</c>.</summary>
    public bool Has(string feature, string word) =>
        _features.TryGetValue(feature, out var words) && words.Split(' ', ';').Any(one => one.TrimEnd('*').Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the server would hash with, best first; empty when it cannot.</summary>
    public IEnumerable<HashVerb> Hashes()
    {
        foreach (var kind in new[] { HashKind.Sha256, HashKind.Sha512, HashKind.Sha1, HashKind.Md5, HashKind.Crc32 })
        {
            var name = HashNames.Of(kind);
            if (Has("HASH", name))
                yield return new HashVerb(kind, "HASH", name);
            var old = kind switch
            {
                HashKind.Sha256 => "XSHA256",
                HashKind.Sha512 => "XSHA512",
                HashKind.Sha1 => "XSHA1",
                HashKind.Md5 => "XMD5",
                _ => "XCRC",
            };
            if (Has(old))
                yield return new HashVerb(kind, old, null);
            if (kind == HashKind.Md5 && Has("MD5"))
                yield return new HashVerb(kind, "MD5", null);
        }
    }
}

/// <summary>A verb that hashes.</summary>
/// <param name="Kind">What comes back.</param>
/// <param name="Verb">HASH or an older one.</param>
/// <param name="Option">To be chosen by <c>OPTS HASH</c> first, or null.</param>
internal sealed record HashVerb(HashKind Kind, string Verb, string? Option);
