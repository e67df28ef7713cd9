using FtpActors.Core.Tls;
using FtpActors.Server;

namespace FtpActors.TestKit.Tests.Faults;

public sealed class DryFaultSpecs : FaultSpecBase
{
    private protected override async Task<IFaultServer> Start(bool isHasty) => new Dry(await DryFtp.StartAsync(options => options with
    {
        Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() } },
    }));

    [Fact]
    public async Task A_delayed_reply_should_come_when_it_is_time()
    {
        Ftp.Faults.Next("NOOP", FtpFault.Delay(TimeSpan.FromSeconds(7)));
        await using var client = await Ftp.Login();

        Assert.Equal(TimeSpan.FromSeconds(7), await Clock.AdvanceUntil(() => client.Command("NOOP", 200)));
        Assert.Equal(TimeSpan.Zero, await Clock.AdvanceUntil(() => client.Command("NOOP", 200)));
    }

    [Fact]
    public async Task A_slow_download_should_take_its_time()
    {
        await Ftp.Put("/a", Bytes(50_000));
        Ftp.Faults.Next("RETR", FtpFault.Slow(1000));
        await using var client = await Ftp.Login();

        Assert.InRange((await Clock.AdvanceUntil(() => client.Download("RETR a"))).TotalSeconds, 49, 51);
        Assert.Equal(TimeSpan.Zero, await Clock.AdvanceUntil(() => client.Download("RETR a")));
    }

    [Fact]
    public async Task A_slow_upload_should_take_its_time()
    {
        Ftp.Faults.Next("STOR", FtpFault.Slow(1000));
        await using var client = await Ftp.Login();

        Assert.InRange((await Clock.AdvanceUntil(() => client.Upload("STOR a", Bytes(50_000)))).TotalSeconds, 49, 51);
        Assert.Equal(Bytes(50_000), await Ftp.Get("/a"));
    }

    private DryFtp Clock => ((Dry)Ftp).Ftp;

    private sealed class Dry(DryFtp ftp) : IFaultServer
    {
        public DryFtp Ftp => ftp;

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

        public Task PassStalled() => ftp.Advance(TimeSpan.FromSeconds(75));

        public ValueTask DisposeAsync() => ftp.DisposeAsync();
    }
}
