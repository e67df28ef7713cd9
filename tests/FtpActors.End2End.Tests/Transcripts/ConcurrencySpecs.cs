using System.Net;
using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Many at once, and ends that meet.</summary>
public class ConcurrencySpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Fifty_sessions_at_once_should_each_get_their_own_bytes(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            var content = Content(200_000 + number);
            await using var client = await ftp.Login();
            await client.Command($"MKD d{number}", 257);
            await client.Command($"CWD d{number}", 250);
            for (var round = 0; round < 3; round++)
            {
                await client.Upload("STOR f", content);
                Assert.Equal(content, await client.Download("RETR f"));
            }

            Assert.Equal(["f"], await client.DownloadLines("NLST"));
        }));
    }

    [Theory, BothFamilies]
    public async Task Uploads_to_one_name_at_once_should_leave_one_of_them_whole(AddressFamily family)
    {
        await using var ftp = await Start(family);
        var contents = Enumerable.Range(1, 8).Select(number => Content(100_000 * number)).ToArray();
        var codes = await Task.WhenAll(contents.Select(async content =>
        {
            await using var client = await ftp.Login();
            await using var data = await client.OpenPassive();
            var opening = await client.Ask("STOR f");
            if (opening.Code != 150)
                return opening.Code;
            await data.Write(content);
            data.CompleteSend();
            return (await client.ReadReply()).Code;
        }));
        Assert.All(codes, code => Assert.Contains(code, new[] { 226, 450 }));
        Assert.Contains(226, codes);
        var left = await ftp.Get("/f");
        Assert.Contains(contents, content => content.AsSpan().SequenceEqual(left));
    }

    [Theory, BothFamilies]
    public async Task ABOR_that_meets_the_end_of_a_transfer_should_keep_replies_in_step(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Content(1000));
        await using var client = await ftp.Login();
        for (var n = 0; n < 200; n++)
        {
            await using var data = await client.OpenPassive();
            await client.SendText("RETR f\r\nABOR\r\nPWD\r\n");
            var reply = await client.ReadReply();
            if (reply.Code == 150)
                reply = await client.ReadReply();
            Assert.Contains(reply.Code, new[] { 226, 426 });
            await client.Expect(226);
            await client.Expect(257);
        }
    }

    [Theory, BothFamilies]
    public async Task A_connection_that_waits_at_a_port_before_it_is_lent_should_not_get_the_data(AddressFamily family)
    {
        var port = family == AddressFamily.InterNetwork ? 27030 : 27031;
        await using var ftp = await Start(family, options => options with { Passive = new() { FirstPort = port, LastPort = port } });
        await ftp.Put("/f", Ascii("content"));
        await using var first = await ftp.Login();
        await first.Epsv();
        await first.Command("QUIT", 221);
        await first.ExpectClosed();

        await using var second = await ftp.Login();
        await AskUntil(second, "EPSV", 229);
        await second.Command("REIN", 220);
        await using var early = await TryDial(new IPEndPoint(ftp.EndPoint.Address, port));

        await second.Login();
        await using var data = await second.Dial(await second.Epsv());
        await second.SendLine("RETR f");
        await second.Expect(150);
        Assert.Equal(Ascii("content"), await data.ReadToEnd());
        await second.Expect(226);
    }

    /// <summary>Null when nothing listens there now, which is as good.</summary>
    private static async Task<FtpTranscript?> TryDial(IPEndPoint endPoint)
    {
        try
        {
            return await FtpTranscript.Connect(endPoint);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
