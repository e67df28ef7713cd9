using System.Net;
using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>A server on <c>[::]</c>, which IPv4 clients reach too.</summary>
public class DualStackSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_server_on_every_address_should_serve_both_families_both_ways(AddressFamily family)
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Listen = [new IPEndPoint(IPAddress.IPv6Any, 0)] });
        await ftp.Put("/f", Ascii("content"));
        var loopback = family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        await using var client = await FtpTranscript.Connect(new IPEndPoint(loopback, ftp.EndPoint.Port));
        await client.Expect(220);
        await client.Login();
        await client.Command("TYPE I", 200);
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));

        await using (var epsv = await client.Dial(await client.Epsv()))
        {
            await client.Command("RETR f", 150);
            Assert.Equal(Ascii("content"), await epsv.ReadToEnd());
            await client.Expect(226);
        }

        await using var listener = await client.OpenActive();
        await client.SendLine("RETR f");
        await using var data = await listener.Accept();
        await client.Expect(150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Fact]
    public async Task A_server_should_accept_on_each_of_its_addresses()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0)],
        });
        foreach (var endPoint in await ftp.Server.Bound)
        {
            await using var client = await FtpTranscript.Connect(endPoint);
            await client.Expect(220);
            await client.Login();
        }
    }
}
