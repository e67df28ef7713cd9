using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

public sealed class PeerAddressSpecs
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("fe80::1%7", "fe80::")]
    public void Network_should_be_what_one_host_can_use(string address, string network) =>
        Assert.Equal(IPAddress.Parse(network), PeerAddress.Network(IPAddress.Parse(address)));
}
