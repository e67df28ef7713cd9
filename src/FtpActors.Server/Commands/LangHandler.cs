using Akka.Actor;
using FtpActors.Server.Languages;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>LANG: the language of replies; without an argument, the server's own.</summary>
/// <remarks>RFC 2640 §4: at any time, before login too, and it holds until HOST or REIN. A tag that is not offered goes by what it
/// begins with: <c>en-US</c> is <c>en</c>. Replies 200, in the new language; 501 for what is no tag; 504 for a language that is not here.</remarks>
internal sealed class LangHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<LangHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var (languages, tag) = (execute.State.Languages, execute.Argument.Trim(' '));
        if (tag.Length == 0)
            return new(Choose(languages.Offered[0]));
        if (!ReplyLanguage.IsTag(tag))
            return new(Outcome.Of(CommandReplies.BadArgument(execute.Command)));
        return new(languages.Find(tag) is { } language ? Choose(language) : Outcome.Of(504, $"{tag}: no such language here."));
    }

    private static Outcome Choose(ReplyLanguage language) =>
        Outcome.Of(200, $"The language is {language.Tag}.").With(new LanguageChosen(language));
}
