using Akka.Configuration;
using FtpActors.Core.Hashing;
using FtpActors.Server.Configuration;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Tests.Configuration;

public class OutcomeSettingsSpecs
{
    [Theory]
    [InlineData("sha-512", HashKind.Sha512)]
    [InlineData("sha-256", HashKind.Sha256)]
    [InlineData("SHA-1", HashKind.Sha1)]
    [InlineData("md5", HashKind.Md5)]
    [InlineData("crc32", HashKind.Crc32)]
    [InlineData("off", null)]
    public void OutcomeSettings_should_read_which_hash_is_wanted(string text, HashKind? kind)
    {
        var settings = FtpServerConfig.Check(ConfigurationFactory.ParseString($"ftp.outcomes.upload-hash = {text}"));

        Assert.Equal(new OutcomeOptions { UploadHash = kind }, settings.Outcomes);
    }

    [Fact]
    public void OutcomeSettings_should_read_the_hash_of_downloads_by_itself() => Assert.Equal(
        new OutcomeOptions { DownloadHash = HashKind.Sha256 },
        FtpServerConfig.Check(ConfigurationFactory.ParseString("ftp.outcomes.download-hash = sha-256")).Outcomes);

    [Theory]
    [InlineData("ftp.outcomes.upload-hash", "on")]
    [InlineData("ftp.outcomes.download-hash", "sha-3")]
    public void OutcomeSettings_should_refuse_what_is_no_hash(string key, string value)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => FtpServerConfig.Check(ConfigurationFactory.ParseString($"{key} = {value}")));

        Assert.Equal($"{key} = \"{value}\": must be off, sha-512, sha-256, sha-1, md5 or crc32.", Assert.Single(wrong.Problems).ToString());
    }
}
