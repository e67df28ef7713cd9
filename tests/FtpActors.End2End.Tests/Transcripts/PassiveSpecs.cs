using System.Net;
using System.Net.Sockets;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>PASV and EPSV: who may connect, when, and what happens to listeners that are not used.</summary>
[TranscriptOf("PASV", "EPSV")]
public class PassiveSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task The_data_connection_may_be_opened_before_or_after_the_command(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));

        var passive = await client.Epsv();
        await client.SendLine("RETR f");
        await using var data = await client.Dial(passive);
        await client.Expect(150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task A_transfer_should_use_up_what_was_announced(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Download("RETR f");
        await client.Command("RETR f", 425);
    }

    [Theory, BothFamilies]
    public async Task A_transfer_nobody_announced_a_connection_for_should_read_425(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        foreach (var line in new[] { "RETR f", "STOR g", "APPE g", "STOU", "LIST", "NLST", "MLSD" })
            await client.Command(line, 425);
    }

    [Theory, BothFamilies]
    public async Task A_transfer_nobody_connects_for_should_read_425(AddressFamily family)
    {
        await using var ftp = await Start(family, ConnectingWithin(Later));
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Epsv();
        await client.Command("RETR f", 425);
        await client.Epsv();
        await client.Command("STOR g", 425);
        await client.Command("SIZE g", 550);
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task A_new_listener_should_replace_the_old_one(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await using var old = await client.Dial(await client.Epsv());
        await using var data = await client.Dial(await client.Epsv());
        Assert.True(await old.EndsEmpty());
        await client.Command("RETR f", 150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task An_active_address_should_replace_a_listener(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await using var old = await client.Dial(await client.Epsv());
        await using var listener = await client.OpenActive();
        Assert.True(await old.EndsEmpty());
        await client.SendLine("RETR f");
        await using var data = await listener.Accept();
        await client.Expect(150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task A_listener_should_close_with_its_session(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await using var data = await client.Dial(await client.Epsv());
        await client.Command("QUIT", 221);
        Assert.True(await data.EndsEmpty());
    }

    [Theory, BothFamilies]
    public async Task After_EPSV_ALL_only_EPSV_should_be_allowed(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("EPSV ALL", 200);
        foreach (var line in new[] { "PASV", "PORT 127,0,0,1,200,10", "EPRT |1|127.0.0.1|51210|", "EPRT |2|::1|51210|" })
            await client.Command(line, 503, "EPSV ALL");
        await using var data = await client.Dial(await client.Epsv());
        await client.Command("RETR f", 150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task EPSV_should_serve_the_connections_own_protocol_only(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        var (own, other) = family == AddressFamily.InterNetwork ? ("1", "2") : ("2", "1");
        await client.Epsv(own);
        await client.Command($"EPSV {other}", 522, $"({own})");
        await client.Command("EPSV 7", 522, $"({own})");
        await client.Command("EPSV nonsense", 501);
    }

    [Fact]
    public async Task PASV_should_be_refused_on_IPv6_where_it_cannot_name_an_address()
    {
        await using var ftp = await Start(AddressFamily.InterNetworkV6);
        await using var client = await ftp.Login();
        await client.Command("PASV", 425, "EPSV");
        await client.Command("EPSV 2", 229);
    }

    [Fact]
    public async Task PASV_should_name_the_address_the_client_reached()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        Assert.Equal(IPAddress.Loopback, (await client.Pasv()).Address);
        await client.Command("PASV", 227, "(127,0,0,1,");
    }

    [Fact]
    public async Task PASV_should_name_the_address_that_is_configured()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => options with
        {
            Passive = options.Passive with { Address = IPAddress.Parse("192.0.2.7") },
        });
        await using var client = await ftp.Login();
        Assert.Equal(IPAddress.Parse("192.0.2.7"), (await client.Pasv()).Address);
    }

    [Fact]
    public async Task A_connection_from_another_address_should_be_refused_and_the_right_one_still_taken()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        var passive = await client.Pasv();
        await using var stranger = await client.Dial(passive, IPAddress.Parse("127.0.0.2"));
        await client.SendLine("RETR f");
        Assert.True(await stranger.EndsEmpty());
        await using var data = await client.Dial(passive);
        await client.Expect(150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Fact]
    public async Task Strangers_alone_should_not_make_a_transfer()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, ConnectingWithin(Soon));
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        var passive = await client.Pasv();
        await using var one = await client.Dial(passive, IPAddress.Parse("127.0.0.2"));
        await using var two = await client.Dial(passive, IPAddress.Parse("127.0.0.3"));
        await client.Command("RETR f", 425);
        Assert.True(await one.EndsEmpty());
        Assert.True(await two.EndsEmpty());
    }

    [Theory, BothFamilies]
    public async Task The_ports_should_come_from_the_configured_range_and_return_to_it(AddressFamily family)
    {
        var range = family == AddressFamily.InterNetwork ? new PassiveOptions { FirstPort = 27010, LastPort = 27011 } : new PassiveOptions { FirstPort = 27020, LastPort = 27021 };
        await using var ftp = await Start(family, options => options with { Passive = range });
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        for (var n = 0; n < 20; n++)
        {
            var passive = await client.Epsv();
            Assert.InRange(passive.Port, range.FirstPort, range.LastPort);
            await using var data = await client.Dial(passive);
            await client.Command("RETR f", 150);
            Assert.Equal(Ascii("content"), await data.ReadToEnd());
            await client.Expect(226);
        }

        await using var second = await ftp.Login();
        await using var third = await ftp.Login();
        await client.Epsv();
        await second.Epsv();
        Assert.InRange((await third.Ask("EPSV")).Code, 400, 499);
        await client.Command("QUIT", 221);
        await AskUntil(third, "EPSV", 229);
    }

    private static Func<FtpServerOptions, FtpServerOptions> ConnectingWithin(TimeSpan limit) =>
        options => options with { Timeouts = options.Timeouts with { DataConnect = limit } };
}
