using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Wire;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>PORT and EPRT: transfers, and the addresses that are refused.</summary>
[TranscriptOf("PORT", "EPRT")]
public class ActiveSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task An_active_connection_should_carry_a_download_and_an_upload(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Content(300_000));
        await using var client = await ftp.Login();

        await using (var listener = await client.OpenActive())
        {
            await client.SendLine("RETR f");
            await using var down = await listener.Accept();
            await client.Expect(150);
            Assert.Equal(Content(300_000), await down.ReadToEnd());
            await client.Expect(226);
        }

        await using (var listener = await client.OpenActive())
        {
            await client.SendLine("STOR g");
            await using var up = await listener.Accept();
            await client.Expect(150);
            await up.Write(Content(200_000));
            up.CompleteSend();
            await client.Expect(226);
        }

        Assert.Equal(Content(200_000), await ftp.Get("/g"));
    }

    [Theory, BothFamilies]
    public async Task PORT_should_be_for_IPv4_and_EPRT_for_both(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("PORT 127,0,0,1,200,10", 530);
        await client.Command("EPRT |1|127.0.0.1|51210|", 530);
        await client.Login();
        if (family == AddressFamily.InterNetwork)
        {
            await client.Command("PORT 127,0,0,1,200,10", 200);
            await client.Command("EPRT |1|127.0.0.1|51210|", 200);
            await client.Command("EPRT |2|::1|51210|", 522, "(1)");
        }
        else
        {
            await client.Command("PORT 127,0,0,1,200,10", 501, "EPRT");
            await client.Command("EPRT |1|127.0.0.1|51210|", 522, "(2)");
            await client.Command("EPRT !2!::1!51210!", 200);
        }
    }

    [Fact]
    public async Task EPRT_should_do_what_PORT_does_on_IPv4()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await client.Command($"EPRT {HostPort.FormatEprt((IPEndPoint)listener.LocalEndpoint)}", 200);
        await client.SendLine("RETR f");
        using var socket = await listener.AcceptSocketAsync();
        await client.Expect(150);
        await client.Expect(226);
        Assert.Equal("content".Length, await socket.ReceiveAsync(new byte[100]));
    }

    [Theory, BothFamilies]
    public async Task A_port_where_nobody_listens_should_read_425(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        // Bound, so that nobody else comes to listen there meanwhile.
        using var nowhere = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        nowhere.Bind(new IPEndPoint(ftp.EndPoint.Address, 0));
        await client.Command($"EPRT {HostPort.FormatEprt((IPEndPoint)nowhere.LocalEndPoint!)}", 200);
        await client.Command("RETR f", 425);
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));
    }

    [Theory, BothFamilies]
    public async Task A_foreign_address_should_be_refused(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        string[] lines = family == AddressFamily.InterNetwork
            ? ["PORT 127,0,0,2,200,10", "PORT 192,0,2,1,200,10", "PORT 0,0,0,0,200,10", "EPRT |1|192.0.2.1|51210|"]
            : ["EPRT |2|2001:db8::1|51210|", "EPRT |2|::|51210|"];
        foreach (var line in lines)
            await client.Command(line, 500);
        await client.Command("LIST", 425);
    }

    [Theory, BothFamilies]
    public async Task A_port_below_1024_should_be_refused(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        string[] lines = family == AddressFamily.InterNetwork
            ? ["PORT 127,0,0,1,0,22", "PORT 127,0,0,1,3,255", "EPRT |1|127.0.0.1|80|"]
            : ["EPRT |2|::1|80|", "EPRT |2|::1|1023|"];
        foreach (var line in lines)
            await client.Command(line, 500);
        await client.Command("LIST", 425);
    }

    [Theory, BothFamilies]
    public async Task What_cannot_be_read_should_read_501_and_an_unknown_protocol_522(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        foreach (var line in new[] { "PORT 1,2,3", "PORT 127,0,0,1,300,1", "PORT 127,0,0,1,0,0", "PORT a,b,c,d,e,f", "EPRT |1|127.0.0.1|", "EPRT nonsense", "EPRT |1|127.0.0.1|70000|", "EPRT" })
            await client.Command(line, 501);
        await client.Command("EPRT |3|whatever|51210|", 522, "(1,2)");
        await client.Command("PORT", 501);
    }
}
