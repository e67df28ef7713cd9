using FtpActors.Server.Languages;

namespace FtpActors.Server.Tests.Languages;

public class ReplyLanguagesSpecs
{
    private static readonly ReplyLanguages Languages = ReplyLanguages.Of(ReplyLanguage.English, ReplyLanguage.German, ReplyLanguage.German.Named("de-CH"));

    [Theory]
    [InlineData("de", "de")]
    [InlineData("DE-ch", "de-CH")]
    [InlineData("de-CH-1996", "de-CH")]
    [InlineData("de-AT-1996", "de")]
    [InlineData("en-US", "en")]
    [InlineData("fr", null)]
    [InlineData("d", null)]
    [InlineData("de2", null)]
    public void ReplyLanguages_should_find_by_what_a_tag_begins_with(string tag, string? found) => Assert.Equal(found, Languages.Find(tag)?.Tag);

    [Fact]
    public void ReplyLanguages_should_show_the_chosen_one_in_FEAT()
    {
        Assert.Equal("LANG EN*;DE;DE-CH", Languages.FeatureLine);
        Assert.Equal("LANG EN;DE*;DE-CH", Languages.Choosing(ReplyLanguage.German).FeatureLine);
        Assert.Equal("LANG EN*;DE;DE-CH", Languages.Choosing(ReplyLanguage.German).Reset().FeatureLine);
    }

    [Fact]
    public void ReplyLanguages_should_be_some_each_of_its_own_tag()
    {
        Assert.Throws<ArgumentException>(() => ReplyLanguages.Of());
        Assert.Throws<ArgumentException>(() => ReplyLanguages.Of(ReplyLanguage.German, ReplyLanguage.English.Named("DE")));
    }
}
