using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Hosting;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.Server.Listening;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Servers and their sessions as actors of an application's own system.</summary>
public sealed class SystemSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Several_servers_should_live_in_one_system_and_end_one_by_one()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(FtpTransferEvent));
        await using var files = await FtpPair.StartAsync(options => options with { Name = "files" }, system: Sys);
        await using var drop = await FtpPair.StartAsync(options => options with { Name = "drop" }, system: Sys);
        await using var first = await files.Login();
        await using var second = await drop.Login();

        await first.Upload("STOR a", new byte[1]);
        await second.Upload("STOR b", new byte[2]);

        Assert.Equal(("files", "a"), (await ExpectMsgAsync<FtpTransferEvent.Completed>(Patience)) is var one ? (one.Transfer.Server, one.Transfer.Path.Name) : default);
        Assert.Equal(("drop", "b"), (await ExpectMsgAsync<FtpTransferEvent.Completed>(Patience)) is var two ? (two.Transfer.Server, two.Transfer.Path.Name) : default);
        await first.Command("SIZE b", 550);
        await files.Server.Actor.Ask<ServerProtocol.Draining>(new ServerProtocol.Drain(TimeSpan.Zero), Patience);
        await first.Expect(421);
        await files.Server.Stopped.WaitAsync(Patience);
        await second.Command("NOOP", 200);
        await using var again = await FtpPair.StartAsync(_ => files.Options, system: Sys);
        Assert.Throws<InvalidActorNameException>(() => FtpServer.Start(Sys, drop.Options));
    }

    [Fact]
    public async Task Several_servers_should_be_hosted_in_one_system()
    {
        using var users = new ConfiguredUsers([]);
        var started = new List<FtpServer>();
        using var host = new HostBuilder().ConfigureServices(services => services.AddAkka("hosted", builder => builder
            .WithFtpServer(options => Named(options, "files"), started.Add)
            .WithFtpServer(options => Named(options, "drop"), started.Add))).Build();

        await host.StartAsync();

        Assert.Equal(["files", "drop"], started.Select(server => server.Actor.Path.Name));
        foreach (var server in started)
        {
            await using var client = await FtpTranscript.Connect((await server.Bound)[0]);
            await client.Expect(220);
        }

        Assert.Equal(started[0].Actor, await host.Services.GetRequiredService<IRequiredActor<FtpServer>>().GetAsync());
        await host.StopAsync();

        FtpServerOptions Named(FtpServerOptions options, string name) => options with
        {
            Name = name,
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        };
    }

    [Fact]
    public async Task Sessions_and_transfers_should_have_readable_paths()
    {
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a.txt", 150);

        var session = Assert.Single((await Ask<SessionList>(ftp, new ListSessions())).Sessions);

        var path = $"/user/ftp/session-{session.Id}/transfer-{session.Transfer!.Id}";
        var transfer = await Sys.ActorSelection(path).ResolveOne(Patience);
        Assert.Equal(path, transfer.Path.ToStringWithoutAddress());
        await WatchAsync(transfer);
        await Ask<AbortSent>(ftp, new AbortTransfer(session.Id, session.Transfer.Id));
        await client.Expect(426);
        await ExpectTerminatedAsync(transfer, Patience);
        await client.Command("NOOP", 200);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_session_should_be_described_with_all_that_operators_ask_for(SslProtocols protocol)
    {
        var tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("ftp.example.org") }, Policy = TlsPolicy.Optional };
        await using var ftp = await FtpPair.StartAsync(options => options with { Tls = tls }, system: Sys);
        await ftp.Storage.MakeDirectory(FtpPath.Parse("/in"), default);
        await using var client = await ftp.Connect();
        Assert.Equal(SessionProtection.None, (await Described(ftp)).Protection);
        await client.AuthTls("ftp.example.org", protocol);
        await client.Login();
        Assert.False((await Described(ftp)).Protection.IsDataPrivate);
        await client.ProtectData();
        await client.Command("CWD in", 250);
        await using var data = await client.OpenPassive();
        await client.Command("STOR a.txt", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(new byte[100_000]);

        await AwaitAssertAsync(async () => Assert.Equal(100_000, (await Described(ftp)).Transfer!.Bytes), Patience);

        var session = await Described(ftp);
        Assert.Equal(("demo", FtpPath.Parse("/in"), client.Local, client.Remote, "STOR a.txt"), (session.User, session.WorkingDirectory, session.Remote, session.Local, session.Command));
        Assert.Equal(("STOR", FtpPath.Parse("/in/a.txt")), (session.Transfer!.Verb, session.Transfer.Path));
        Assert.InRange(session.Transfer.BytesPerSecond, 1, long.MaxValue);
        var (isEncrypted, isPrivate, version, suite, name) = session.Protection;
        Assert.Equal((true, true, protocol, "ftp.example.org"), (isEncrypted, isPrivate, version, name));
        Assert.True(Enum.IsDefined<TlsCipherSuite>(suite!.Value));
    }

    private static async Task<SessionDescription> Described(FtpPair ftp) => (await Ask<SessionFound>(ftp, new DescribeSession(1))).Session;

    private static Task<T> Ask<T>(FtpPair ftp, ICommand question) => ftp.Server.Actor.Ask<T>(question, Patience);
}
