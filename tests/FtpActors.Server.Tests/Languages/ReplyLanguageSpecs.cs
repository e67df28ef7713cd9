using FtpActors.Core.Wire;
using FtpActors.Server.Languages;

namespace FtpActors.Server.Tests.Languages;

public class ReplyLanguageSpecs
{
    private static readonly string Path = "/{0}/OK.";

    private static readonly string To = "/b";

    [Fact]
    public void ReplyLanguage_should_leave_English_replies_alone()
    {
        var reply = new FtpReply(550, $"{Path}: permission denied.");

        Assert.Same(reply, ReplyLanguage.English.Of(reply));
    }

    [Fact]
    public void ReplyLanguage_should_say_what_its_catalogue_has_and_keep_what_is_put_in()
    {
        Assert.Equal("550 /{0}/OK.: Zugriff verweigert.", ReplyLanguage.German.Of(new FtpReply(550, $"{Path}: permission denied.")).ToString());
        Assert.Equal("221 Auf Wiedersehen.", ReplyLanguage.German.Of(new FtpReply(221, "Goodbye.")).ToString());
    }

    [Fact]
    public void ReplyLanguage_should_put_arguments_where_the_language_wants_them()
    {
        var language = ReplyLanguage.English.Named("x").With([new("{0} renamed to {1}.", "{1} is what {0} was; {{}}.")]);

        Assert.Equal("/b is what /{0}/OK. was; {}.", language.Of(new FtpReply(250, $"{Path} renamed to {To}.")).Text);
    }

    [Fact]
    public void ReplyLanguage_should_leave_what_it_lacks_in_English()
    {
        Assert.Equal("550 /{0}/OK.: says somebody else.", ReplyLanguage.German.Of(new FtpReply(550, $"{Path}: says somebody else.")).ToString());
        Assert.Equal("200 {0}: permission denied.", ReplyLanguage.German.Of(new FtpReply(200, "{0}: permission denied.")).ToString());
        Assert.Equal("250 Goodbye.", ReplyLanguage.German.Of(new FtpReply(250, ReplyText.Exact("Goodbye."))).ToString());
    }

    [Fact]
    public void ReplyLanguage_should_say_wording_in_wording()
    {
        var reply = new FtpReply(214, $"{"XYZ"}: {ReplyText.Of("Do nothing.")}");

        Assert.Equal("XYZ: Tut nichts.", ReplyLanguage.German.Of(reply).Text);
    }

    [Fact]
    public void ReplyLanguage_should_read_a_catalogue()
    {
        var language = ReplyLanguage.German.With(new StringReader("# For us.\n\nGoodbye.\n= Tschüss.\nHello, {0}.\n= {0}, hallo.\n"));

        Assert.Equal("Tschüss.", language.Of(new FtpReply(221, "Goodbye.")).Text);
        Assert.Equal("/b, hallo.", language.Of(new FtpReply(221, $"Hello, {To}.")).Text);
        Assert.Equal("Keine Übertragung läuft.", language.Of(new FtpReply(226, "No transfer runs.")).Text);
    }

    [Theory]
    [InlineData("Goodbye.\n", "line 1: the last text has nothing behind it")]
    [InlineData("Goodbye.\nAdieu.\n", "line 2: \"= \" is missing")]
    [InlineData("\n{0} s\n= {1} s\n", "line 3: the placeholders are not those of the text above")]
    [InlineData("{0} s\n= s\n", "line 2: the placeholders are not those of the text above")]
    [InlineData("s\n= {s}\n", "line 2: a brace is neither doubled nor part of a placeholder such as {0}")]
    [InlineData("{0\n= {0}\n", "line 2: a brace is neither doubled nor part of a placeholder such as {0}")]
    [InlineData("OK.\n= A.\n\nOK.\n= B.\n", "line 4: the text stands there twice")]
    public void ReplyLanguage_should_refuse_what_is_no_catalogue(string file, string problem) =>
        Assert.Equal(problem, Assert.Throws<FormatException>(() => ReplyLanguage.English.With(new StringReader(file))).Message);

    [Fact]
    public void ReplyLanguage_should_refuse_a_text_of_several_lines() =>
        Assert.Throws<FormatException>(() => ReplyLanguage.English.With([new("OK.", "A\r\n226 B")]));

    [Theory]
    [InlineData("de", true)]
    [InlineData("sr-Latn-RS", true)]
    [InlineData("es-419", true)]
    [InlineData("", false)]
    [InlineData("d3", false)]
    [InlineData("de-", false)]
    [InlineData("de_DE", false)]
    [InlineData("de fr", false)]
    [InlineData("dé", false)]
    [InlineData("languages", false)]
    public void ReplyLanguage_should_know_a_tag(string text, bool isTag) => Assert.Equal(isTag, ReplyLanguage.IsTag(text));
}
