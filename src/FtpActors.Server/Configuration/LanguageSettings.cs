using System.Diagnostics.CodeAnalysis;
using System.Text;
using FtpActors.Server.Languages;

namespace FtpActors.Server.Configuration;

/// <summary>Reads <c>ftp.languages</c>.</summary>
internal static class LanguageSettings
{
    private const string Allowed = "must be a list of en, de and \"TAG=FILE\", each tag once, such as [\"en\", \"de\", \"fr=french.txt\"].";

    /// <param name="ftp">The section of the server.</param>
    /// <param name="directory">Where relative paths of files start.</param>
    public static ReplyLanguages Read(ConfigSection ftp, string directory)
    {
        var before = ftp.ProblemCount;
        List<ReplyLanguage> languages = [];
        foreach (var text in ftp.List<string>("languages", Allowed, TryText))
        {
            if (Find(ftp, text, directory) is { } language)
                languages.Add(language);
        }

        if (ftp.ProblemCount > before)
            return ReplyLanguages.Default;
        if (languages.Count > 0 && languages.DistinctBy(language => language.Tag, StringComparer.OrdinalIgnoreCase).Count() == languages.Count)
            return ReplyLanguages.Of([.. languages]);
        ftp.Problem("languages", $"[{string.Join(", ", languages)}]", Allowed);
        return ReplyLanguages.Default;
    }

    private static ReplyLanguage? Find(ConfigSection ftp, string text, string directory)
    {
        var words = text.Split('=', 2, StringSplitOptions.TrimEntries);
        var builtIn = ReplyLanguages.Default.Offered.FirstOrDefault(known => known.Tag.Equals(words[0], StringComparison.OrdinalIgnoreCase));
        switch (words)
        {
            case [_] when builtIn is not null:
                return builtIn;
            case [var tag, { Length: > 0 } file] when ReplyLanguage.IsTag(tag) && !file.Contains('\0'):
                return Load(ftp, text, builtIn ?? ReplyLanguage.English.Named(tag), Path.GetFullPath(file, directory));
            default:
                ftp.Problem("languages", text, Allowed);
                return null;
        }
    }

    private static bool TryText(string text, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        return true;
    }

    /// <summary>A file for a language that is there already adds to it.</summary>
    private static ReplyLanguage? Load(ConfigSection ftp, string text, ReplyLanguage language, string file)
    {
        try
        {
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return language.With(reader);
        }
        catch (Exception cause) when (cause is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            ftp.Problem("languages", text, $"must name a catalogue: {cause.Message.TrimEnd('.')}.");
            return null;
        }
    }
}
