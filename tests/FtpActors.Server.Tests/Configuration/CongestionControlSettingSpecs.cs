using FtpActors.Core.Transport;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class CongestionControlSettingSpecs
{
    [Fact]
    public void CongestionControlSetting_should_be_auto() =>
        Assert.Same(CongestionControl.Auto, FtpServerConfig.Check(HoconFile.Parse("", "spec")).CongestionControl);

    [Fact]
    public void CongestionControlSetting_should_take_the_systems_and_names()
    {
        Assert.Same(CongestionControl.System, Check("system").CongestionControl);
        if (OperatingSystem.IsLinux())
            Assert.Equal(CongestionControl.Named("reno"), Check("reno").CongestionControl);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("vegas-of-old")]
    [InlineData("")]
    public void CongestionControlSetting_should_refuse_what_the_system_lacks(string value)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Check(value));
        Assert.Equal(
            $"ftp.congestion-control = \"{value}\": must be auto, system, or an algorithm that this system has and allows, such as cubic (Linux only).",
            Assert.Single(wrong.Problems).ToString());
    }

    private static FtpServerSettings Check(string value) => FtpServerConfig.Check(HoconFile.Parse($"ftp.congestion-control = \"{value}\"", "spec"));
}
