using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.Core.Tls;
using FtpActors.Server;

namespace FtpActors.TestKit.Tests.Faults;

public sealed class PairFaultSpecs : FaultSpecBase
{
    private const byte Alert = 21;
    private const byte Data = 23;

    private protected override async Task<IFaultServer> Start(bool isHasty) => new Pair(await FtpPair.StartAsync(options => options with
    {
        Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() } },
        Timeouts = isHasty ? options.Timeouts with { Stalled = TimeSpan.FromMilliseconds(400) } : options.Timeouts,
    }));

    [Theory]
    [InlineData(true, Data)]
    [InlineData(false, Alert)]
    public async Task A_truncated_download_should_lack_close_notify_under_TLS(bool isTruncated, byte last)
    {
        await Ftp.Put("/a", Bytes(100_000));
        if (isTruncated)
            Ftp.Faults.Next("RETR", FtpFault.TruncateAfter(10_000));
        var pair = ((Pair)Ftp).Ftp;
        await using var client = await pair.Connect();
        await client.AuthTls(protocols: SslProtocols.Tls12);
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(await client.Pasv());
        await client.Command("RETR a", 150);
        var records = new RecordTypes(new NetworkStream(socket));
        await using var tls = new SslStream(records);
        await tls.AuthenticateAsClientAsync(client.TlsClient);
        using var content = new MemoryStream();
        await tls.CopyToAsync(content);
        if (!isTruncated)
            await tls.ShutdownAsync();

        await client.Expect(226);
        Assert.Equal(isTruncated ? 10_000 : 100_000, content.Length);
        Assert.Equal(last, records.Last);
    }

    [Fact]
    public async Task A_delayed_reply_should_come()
    {
        Ftp.Faults.Always("NOOP", FtpFault.Delay(TimeSpan.FromMilliseconds(20)));
        await using var client = await Ftp.Login();

        await client.SendText("NOOP\r\nNOOP\r\nPWD\r\n");
        await client.Expect(200);
        await client.Expect(200);
        await client.Expect(257);
        await using var protectedClient = await Ftp.Login(isProtected: true);
        await protectedClient.Command("NOOP", 200);
    }

    [Fact]
    public async Task A_slow_transfer_should_arrive()
    {
        await Ftp.Put("/a", Bytes(10_000));
        Ftp.Faults.Next("RETR", FtpFault.Slow(100_000)).Next("STOR", FtpFault.Slow(100_000));
        await using var client = await Ftp.Login();

        Assert.Equal(Bytes(10_000), await client.Download("RETR a"));
        await client.Upload("STOR b", Bytes(10_000));
        Assert.Equal(Bytes(10_000), await Ftp.Get("/b"));
    }

    private sealed class Pair(FtpPair ftp) : IFaultServer
    {
        public FtpPair Ftp => ftp;

        public FtpFaults Faults => ftp.Faults;

        public Task Put(string path, byte[] content) => ftp.Put(path, content);

        public Task<byte[]> Get(string path) => ftp.Get(path);

        public async Task<FtpTranscript> Login(bool isProtected = false)
        {
            if (!isProtected)
                return await ftp.Login();
            var client = await ftp.Connect();
            await client.AuthTls();
            await client.Login();
            await client.ProtectData();
            await client.Command("TYPE I", 200);
            return client;
        }

        /// <summary>It is short here.</summary>
        public Task PassStalled() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ftp.DisposeAsync();
    }
}
