using System.Collections.Immutable;

namespace FtpActors.Server.Languages;

/// <summary>The languages a session can have its replies in, and the one it has chosen. Immutable.</summary>
public sealed record ReplyLanguages
{
    private ReplyLanguages(ImmutableArray<ReplyLanguage> offered)
    {
        Offered = offered;
        Current = offered[0];
    }

    /// <summary>English, and German for those who ask for it.</summary>
    public static ReplyLanguages Default { get; } = Of(ReplyLanguage.English, ReplyLanguage.German);

    /// <summary>The first is the one that holds until LANG.</summary>
    public ImmutableArray<ReplyLanguage> Offered { get; }

    public ReplyLanguage Current { get; private init; }

    /// <summary>What FEAT shows (RFC 2640 §4.3), e.g. <c>LANG EN*;DE</c>: the star is at <see cref="Current"/>.</summary>
    public string FeatureLine =>
        "LANG " + string.Join(';', Offered.Select(language => language.Tag.ToUpperInvariant() + (language == Current ? "*" : "")));

    /// <param name="offered">At least one, each of its own tag; the first holds until LANG.</param>
    public static ReplyLanguages Of(params ImmutableArray<ReplyLanguage> offered)
    {
        if (offered.IsDefaultOrEmpty || offered.DistinctBy(language => language.Tag, StringComparer.OrdinalIgnoreCase).Count() < offered.Length)
            throw new ArgumentException("Languages are one or more, each of its own tag.", nameof(offered));
        return new(offered);
    }

    /// <summary>The language of that tag, or of what it begins with (RFC 1766): <c>en</c> for <c>en-US</c>. Null for none.</summary>
    public ReplyLanguage? Find(string tag)
    {
        for (var end = tag.Length; end > 0; end = tag.LastIndexOf('-', end - 1))
        {
            foreach (var language in Offered)
            {
                if (tag.AsSpan(0, end).Equals(language.Tag, StringComparison.OrdinalIgnoreCase))
                    return language;
            }
        }

        return null;
    }

    /// <summary>These, with one of them chosen.</summary>
    internal ReplyLanguages Choosing(ReplyLanguage language) => this with { Current = language };

    /// <summary>These, as before LANG.</summary>
    internal ReplyLanguages Reset() => Current == Offered[0] ? this : this with { Current = Offered[0] };
}
