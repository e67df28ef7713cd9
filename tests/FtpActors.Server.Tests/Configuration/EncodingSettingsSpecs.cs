using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class EncodingSettingsSpecs
{
    [Theory]
    [InlineData("windows-1252", "windows-1252")]
    [InlineData("932", "shift_jis")]
    public void EncodingSettings_should_find_the_fallback_by_name_and_number(string value, string name) =>
        Assert.Equal(name, Check(value).FallbackCodePage?.Name);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    [InlineData("nonsense")]
    public void EncodingSettings_should_refuse_what_is_no_code_page(string value)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check(value));

        Assert.Equal(
            $"ftp.encoding.fallback = \"{value}\": must be none, or the name or number of a code page that holds ASCII, such as windows-1252.",
            Assert.Single(wrong.Problems).ToString());
    }

    private static FtpServerSettings Check(string fallback) => FtpServerConfig.Check(HoconFile.Parse($"ftp.encoding.fallback = {fallback}", "spec"));
}
