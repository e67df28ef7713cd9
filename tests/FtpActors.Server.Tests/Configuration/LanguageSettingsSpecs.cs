using FtpActors.Core.Wire;
using FtpActors.Server.Configuration;
using FtpActors.Server.Languages;

namespace FtpActors.Server.Tests.Configuration;

public sealed class LanguageSettingsSpecs : IDisposable
{
    private const string Allowed = "must be a list of en, de and \"TAG=FILE\", each tag once, such as [\"en\", \"de\", \"fr=french.txt\"].";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("languages");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void LanguageSettings_should_be_in_order_the_first_until_LANG()
    {
        var languages = Check("[de, en]");

        Assert.Same(ReplyLanguage.German, languages.Current);
        Assert.Equal([ReplyLanguage.German, ReplyLanguage.English], languages.Offered.AsEnumerable());
    }

    [Fact]
    public void LanguageSettings_should_read_files_beside_the_configuration()
    {
        Write("french.txt", "Goodbye.\n= À bientôt.\n");
        Write("ours.txt", "Goodbye.\n= Tschüss.\n");

        var languages = Check("[\"en\", \"de=ours.txt\", \"fr-CA = french.txt\"]");

        Assert.Equal("LANG EN*;DE;FR-CA", languages.FeatureLine);
        Assert.Equal("À bientôt.", languages.Find("fr-CA")!.Of(new FtpReply(221, "Goodbye.")).Text);
        Assert.Equal("Tschüss.", languages.Find("de")!.Of(new FtpReply(221, "Goodbye.")).Text);
        Assert.Equal("Tut nichts.", languages.Find("de")!.Of(new FtpReply(214, "Do nothing.")).Text);
        Assert.Equal("Do nothing.", languages.Find("fr-CA")!.Of(new FtpReply(214, "Do nothing.")).Text);
    }

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[en, fr]", "fr")]
    [InlineData("[en, de, EN]", "[en, de, en]")]
    [InlineData("[\"=x.txt\"]", "=x.txt")]
    [InlineData("[\"e_n=x.txt\"]", "e_n=x.txt")]
    [InlineData("[\"fr=\"]", "fr=")]
    public void LanguageSettings_should_refuse_what_is_no_list_of_languages(string value, string shown)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check(value));

        Assert.Equal($"ftp.languages = {shown}: {Allowed}", Assert.Single(wrong.Problems).ToString());
    }

    [Fact]
    public void LanguageSettings_should_refuse_a_file_that_is_no_catalogue()
    {
        Write("broken.txt", "{0} s\n= s\n");

        var wrong = Assert.Throws<FtpConfigException>(() => Check("[\"en\", \"fr=broken.txt\", \"it=missing.txt\"]"));

        Assert.Equal(
            "ftp.languages = fr=broken.txt: must name a catalogue: line 2: the placeholders are not those of the text above.",
            wrong.Problems[0].ToString());
        Assert.StartsWith("ftp.languages = it=missing.txt: must name a catalogue: ", wrong.Problems[1].ToString(), StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory.FullName, name), text);

    private ReplyLanguages Check(string languages) =>
        FtpServerConfig.Check(HoconFile.Parse($"ftp.languages = {languages}", "spec"), _directory.FullName).Languages;
}
