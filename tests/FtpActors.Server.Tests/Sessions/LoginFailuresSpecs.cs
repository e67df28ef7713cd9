using System.Net;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Sessions;

public sealed class LoginFailuresSpecs
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();
    private readonly LoginFailures _failures;

    public LoginFailuresSpecs() => _failures = new LoginFailures(Memory, _time, maxNetworks: 3);

    [Fact]
    public void LoginFailures_should_count_each_address_by_itself()
    {
        Assert.Equal([0, 1, 0], [Add("192.0.2.1"), Add("192.0.2.1"), Add("192.0.2.2")]);
        Assert.Equal([2, 1, 0], [Count("192.0.2.1"), Count("192.0.2.2"), Count("192.0.2.3")]);
    }

    [Fact]
    public void LoginFailures_should_count_the_addresses_of_one_IPv6_network_together()
    {
        Add("2001:db8:0:1::1");
        Add("2001:db8:0:1:ffff::2");
        Assert.Equal(2, Count("2001:db8:0:1::3"));
        Assert.Equal(0, Count("2001:db8:0:2::1"));
    }

    [Fact]
    public void LoginFailures_should_forget_each_after_its_time()
    {
        Add("192.0.2.1");
        _time.Advance(Memory / 2);
        Add("192.0.2.1");
        _time.Advance(Memory / 2);
        Assert.Equal(1, Count("192.0.2.1"));
        _time.Advance(Memory / 2);
        Assert.Equal(0, Count("192.0.2.1"));
        Assert.Equal(0, Add("192.0.2.1"));
    }

    [Fact]
    public void LoginFailures_should_count_no_further_than_anybody_needs()
    {
        for (var i = 0; i < 100; i++)
            Add("192.0.2.1");
        Assert.Equal(LoginFailures.MostCounted, Count("192.0.2.1"));
        Assert.Equal(LoginFailures.MostCounted, Add("192.0.2.1"));
    }

    [Fact]
    public void LoginFailures_should_drop_whoever_failed_longest_ago_when_there_are_too_many()
    {
        Add("192.0.2.1");
        Add("192.0.2.2");
        Add("192.0.2.3");
        Add("192.0.2.1");
        Add("192.0.2.4");
        Assert.Equal([2, 0, 1, 1], [Count("192.0.2.1"), Count("192.0.2.2"), Count("192.0.2.3"), Count("192.0.2.4")]);
    }

    [Fact]
    public void LoginFailures_should_count_nothing_without_a_memory()
    {
        var failures = new LoginFailures(TimeSpan.Zero, _time);
        failures.Add(IPAddress.Loopback);
        Assert.Equal(0, failures.Add(IPAddress.Loopback));
        Assert.Equal(0, failures.Count(IPAddress.Loopback));
    }

    private int Add(string address) => _failures.Add(IPAddress.Parse(address));

    private int Count(string address) => _failures.Count(IPAddress.Parse(address));
}
