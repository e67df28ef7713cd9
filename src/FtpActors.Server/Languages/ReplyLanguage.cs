using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Languages;

/// <summary>A language that replies can be in: a catalogue that gives the server's own texts, which are English, in it.</summary>
/// <remarks>
/// A catalogue goes by templates: the English text with <c>{0}</c>, <c>{1}</c> and so on where paths, numbers and names stand
/// (<see cref="ReplyText.Template"/>). What has no entry stays English, so that verbs of an embedder need know nothing about it.
/// Immutable; one instance serves every session.
/// </remarks>
public sealed class ReplyLanguage
{
    private const int LongestSubtag = 8;

    private readonly FrozenDictionary<string, CompositeFormat> _formats;
    private readonly Func<ReplyText, string> _say;

    private ReplyLanguage(string tag, ImmutableDictionary<string, string> texts)
    {
        Tag = tag;
        Texts = texts;
        _formats = texts.ToFrozenDictionary(text => text.Key, text => CompositeFormat.Parse(text.Value), StringComparer.Ordinal);
        _say = Say;
    }

    /// <summary><c>en</c>: the texts as they are written.</summary>
    public static ReplyLanguage English { get; } = new("en", ImmutableDictionary<string, string>.Empty);

    /// <summary><c>de</c>: has an entry for every text of the server.</summary>
    public static ReplyLanguage German { get; } = English.Named("de").With(ReplyCatalogue.BuiltIn("de"));

    /// <summary>As RFC 1766 has it: letters, and perhaps more after hyphens (<c>pt-BR</c>).</summary>
    public string Tag { get; }

    /// <summary>Templates to what is said for them.</summary>
    public ImmutableDictionary<string, string> Texts { get; }

    /// <summary>True for what RFC 2640 §4.2 takes as a language: <c>1*8ALPHA *("-" 1*8ALPHA)</c>, and digits behind the first hyphen, as
    /// RFC 5646 has regions in digits.</summary>
    public static bool IsTag(string text)
    {
        var tags = text.Split('-');
        return tags[0].All(char.IsAsciiLetter) && tags.All(tag => tag.Length is > 0 and <= LongestSubtag && tag.All(char.IsAsciiLetterOrDigit));
    }

    /// <summary>This catalogue under another tag, to start a language from.</summary>
    /// <exception cref="FormatException">It is no language tag.</exception>
    public ReplyLanguage Named(string tag) =>
        IsTag(tag) ? new(tag, Texts) : throw new FormatException($"{tag} is no language tag.");

    /// <summary>Adds entries, in place of those that are there for the same templates.</summary>
    /// <exception cref="FormatException">A text has not the placeholders of its template, or more than one line.</exception>
    public ReplyLanguage With(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var merged = Texts.ToBuilder();
        foreach (var (template, text) in texts)
        {
            ReplyCatalogue.Require(template, text);
            merged[template] = text;
        }

        return new(Tag, merged.ToImmutable());
    }

    /// <summary>Adds the entries of a catalogue file: see <see cref="ReplyCatalogue"/>.</summary>
    /// <exception cref="FormatException">It is no catalogue; says in which line.</exception>
    public ReplyLanguage With(TextReader catalogue) => With(ReplyCatalogue.Read(catalogue));

    /// <summary>The reply in this language; codes, arguments and lines of data stay as they are.</summary>
    public FtpReply Of(FtpReply reply) => _formats.Count == 0 ? reply : reply.Reworded(_say);

    public override string ToString() => Tag;

    private string Say(ReplyText text)
    {
        var isKnown = _formats.TryGetValue(text.Template, out var format);
        if (text.ArgumentCount == 0)
            return isKnown ? string.Format(CultureInfo.InvariantCulture, format!, []) : text.Text;
        var arguments = new object[text.ArgumentCount];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = text.Argument(i) is ReplyText inner ? Say(inner) : text.Argument(i);
        return isKnown
            ? string.Format(CultureInfo.InvariantCulture, format!, arguments)
            : string.Format(CultureInfo.InvariantCulture, text.Template, arguments);
    }
}
