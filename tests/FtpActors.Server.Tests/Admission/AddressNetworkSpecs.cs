using System.Net;
using FtpActors.Server.Admission;

namespace FtpActors.Server.Tests.Admission;

public class AddressNetworkSpecs
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7/32")]
    [InlineData("192.168.0.0/16", "192.168.0.0/16")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::1", "::1/128")]
    [InlineData("::/0", "::/0")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7/32")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0/24")]
    public void AddressNetwork_should_read_addresses_and_networks(string text, string expected)
    {
        Assert.True(AddressNetwork.TryParse(text, out var network));
        Assert.Equal(IPNetwork.Parse(expected), network);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("10/8")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.7/24")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("192.0.2.0 /24")]
    [InlineData("192.0.2.7:21")]
    [InlineData("[::1]")]
    [InlineData("[::1]:21")]
    [InlineData("fe80::1%1")]
    [InlineData("2001:db8::1/64")]
    [InlineData("::/129")]
    public void AddressNetwork_should_refuse_what_is_neither(string text) => Assert.False(AddressNetwork.TryParse(text, out _));

    [Fact]
    public void AddressNetwork_should_count_an_IPv4_address_by_itself_and_an_IPv6_address_with_its_64()
    {
        Assert.Equal(IPNetwork.Parse("192.0.2.7/32"), AddressNetwork.Of(IPAddress.Parse("192.0.2.7")));
        Assert.Equal(IPNetwork.Parse("192.0.2.7/32"), AddressNetwork.Of(IPAddress.Parse("::ffff:192.0.2.7")));
        Assert.Equal(IPNetwork.Parse("2001:db8:0:1::/64"), AddressNetwork.Of(IPAddress.Parse("2001:db8:0:1:2:3:4:5")));
        Assert.Equal(IPNetwork.Parse("fe80::/64"), AddressNetwork.Of(IPAddress.Parse("fe80::1%3")));
    }

    [Fact]
    public void AddressNetwork_should_drop_scopes_and_write_IPv4_plain()
    {
        Assert.Equal(IPNetwork.Parse("fe80::/10"), AddressNetwork.Plain(new IPNetwork(IPAddress.Parse("fe80::%3"), 10)));
        Assert.Equal(IPNetwork.Parse("192.0.2.0/24"), AddressNetwork.Plain(IPNetwork.Parse("::ffff:192.0.2.0/120")));
        Assert.Equal(IPNetwork.Parse("::/0"), AddressNetwork.Plain(IPNetwork.Parse("::/0")));
    }
}
