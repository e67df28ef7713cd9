using System.Net;
using FtpActors.Server.Admission;

namespace FtpActors.Server.Tests.Admission;

public class AdmissionOptionsSpecs
{
    [Fact]
    public void AdmissionOptions_should_hold_networks_plain_and_once()
    {
        var options = new AdmissionOptions { Deny = [IPNetwork.Parse("::ffff:192.0.2.0/120"), IPNetwork.Parse("192.0.2.0/24")] };

        Assert.Equal(IPNetwork.Parse("192.0.2.0/24"), Assert.Single(options.Deny));
    }

    [Fact]
    public void AdmissionOptions_should_refuse_what_is_out_of_range()
    {
        Assert.Throws<ArgumentException>(() => new AdmissionOptions { Allow = default });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdmissionOptions { MaxRules = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BanOptions { Failures = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BanOptions { Within = TimeSpan.FromDays(2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BanOptions { Duration = TimeSpan.Zero });
        var longest = Assert.Throws<ArgumentOutOfRangeException>(() => new BanOptions { Longest = TimeSpan.FromDays(366) });
        Assert.Contains("must be from 1 second to 365 days.", longest.Message);
    }

    [Fact]
    public void BanOptions_should_double_the_duration_up_to_the_longest()
    {
        var options = new BanOptions { Duration = TimeSpan.FromMinutes(10), Longest = TimeSpan.FromHours(1) };

        Assert.Equal([10, 20, 40, 60, 60], new[] { 0, 1, 2, 3, 100_000 }.Select(repeat => options.DurationOf(repeat).TotalMinutes));
        Assert.Equal(TimeSpan.FromDays(2), new BanOptions { Duration = TimeSpan.FromDays(2) }.DurationOf(5));
    }
}
