using System.Net;
using Akka.Actor;
using Akka.Hosting;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.End2End.Tests.Host;
using FtpActors.Server;
using FtpActors.Server.Admission;
using FtpActors.Server.Certificates;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Throttling;
using FtpActors.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>What the READMEs show, compiled and run; <see cref="ReadmeSpecs"/> compares the text.</summary>
public class ReadmeSnippetSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    [Fact]
    public async Task Embedding_should_work_as_shown()
    {
        var system = Sys;
        var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var server = FtpServer.Start(system, new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        });
        Console.WriteLine($"Listening on {(await server.Bound)[0]}");
        await server.Stop(grace: TimeSpan.FromSeconds(10));
        users.Dispose();
    }

    [Fact]
    public async Task Starting_and_stopping_should_work_as_shown()
    {
        var system = Sys;
        using var users = new ConfiguredUsers([]);
        var options = new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        };
        var server = FtpServer.Start(system, options);
        await server.Bound;
        await server.Stop(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Hosting_should_work_as_shown()
    {
        using var users = new ConfiguredUsers([]);
        var options = new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        };
        using var host = new HostBuilder().ConfigureServices(services =>
        {
            services.AddAkka("files", builder => builder.WithFtpServer(options));
        }).Build();
        await host.StartAsync();
        Assert.False((await host.Services.GetRequiredService<IRequiredActor<FtpServer>>().GetAsync()).IsNobody());
        await host.StopAsync();
    }

    [Fact]
    public async Task Adding_a_command_should_work_as_shown()
    {
        var commands = CommandTable.Default.With(new CommandSpec("XTIM", Props.Create<XtimHandler>()).Needs(Need.Login).Help("", "Tells the time."));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await using var client = await ftp.Login();
        await client.Command("XTIM", 200);
        await client.Command("HELP XTIM", 214, "Tells the time.");
    }

    [Fact]
    public async Task Changing_limits_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync();
        var server = ftp.Server;
        await server.Actor.Ask<ThrottleProtocol.LimitSet>(new ThrottleProtocol.SetServerLimit(new ThrottleOptions { Download = 1_000_000 }));
        await server.Actor.Ask<ThrottleProtocol.LimitSet>(new ThrottleProtocol.SetUserLimit("eve", new ThrottleLevels { Connection = new() { Upload = 50_000 } }));
        var limits = await server.Actor.Ask<ThrottleProtocol.Limits>(new ThrottleProtocol.GetLimits());
        Assert.Equal(1_000_000, limits.Server.Download);
    }

    [Fact]
    public async Task Banning_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync();
        var server = ftp.Server;
        await server.Actor.Ask<AdmissionProtocol.RuleSet>(new AdmissionProtocol.Ban(IPNetwork.Parse("192.0.2.0/24"), TimeSpan.FromHours(1), "scans"));
        await server.Actor.Ask<AdmissionProtocol.RuleLifted>(new AdmissionProtocol.Lift(IPNetwork.Parse("192.0.2.0/24"), AddressRuleKind.Banned));
        var verdict = await server.Actor.Ask<AdmissionProtocol.Verdict>(new AdmissionProtocol.Judge(IPAddress.Parse("192.0.2.7")));
        var rules = await server.Actor.Ask<AdmissionProtocol.Rules>(new AdmissionProtocol.GetRules());
        Assert.Equal((true, 0), (verdict.IsLetIn, rules.All.Length));
    }

    [Fact]
    public async Task Speaking_of_sessions_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync();
        await using var client = await ftp.Login();
        var server = ftp.Server;
        var sessions = await server.Actor.Ask<SessionDirectoryProtocol.SessionList>(new SessionDirectoryProtocol.ListSessions());
        foreach (var session in sessions.Sessions)
            Console.WriteLine($"{session.Id} {session.User} {session.Remote} {session.Transfer?.Path} {session.Transfer?.BytesPerSecond}");
        var eves = new SessionFilter { User = "eve" };
        await server.Actor.Ask<SessionDirectoryProtocol.MessageQueued>(new SessionDirectoryProtocol.MessageSessions(eves, "Going down at noon."));
        server.Actor.Tell(new SessionDirectoryProtocol.KickSession(sessions.Sessions[0].Id, "Out of hours."));
        await client.Expect(421, "Out of hours.");
    }

    [Fact]
    public void Certificates_of_files_should_be_read_as_shown() => Assert.Throws<CertificateException>(() =>
    {
        var certificates = new ConfiguredCertificates([new CertificateFiles { Certificate = "/etc/ftp/fullchain.pem", Key = "/etc/ftp/privkey.pem" }]);
        var tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = certificates }, Policy = TlsPolicy.Required };
        Assert.NotNull(tls);
    });

    [Fact]
    public async Task Asking_for_certificates_should_work_as_shown()
    {
        using var folder = new CertificateFolder();
        folder.Server("server.pem");
        var certificates = new ConfiguredCertificates([new CertificateFiles { Certificate = folder.PathOf("server.pem") }]);
        var tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = certificates }, Policy = TlsPolicy.Required };
        await using var ftp = await FtpPair.StartAsync(options => options with { Tls = tls });
        var (server, system, probe) = (ftp.Server, Sys, TestActor);
        var renewal = await server.Actor.Ask<CertificatesProtocol.Renewal>(new CertificatesProtocol.Renew());
        var inUse = await server.Actor.Ask<CertificatesProtocol.InUse>(new CertificatesProtocol.GetCertificates());
        system.EventStream.Subscribe(probe, typeof(CertificatesProtocol.Expiring));
        Assert.Empty(renewal.Notices);
        Assert.Equal(["localhost"], Assert.Single(inUse.Certificates).Names.AsEnumerable());
    }

    [Fact]
    public async Task Using_a_storage_should_work_as_shown()
    {
        var storage = new MemoryStorage();
        await storage.MakeDirectory(FtpPath.Parse("/incoming"), CancellationToken.None);
        var entry = await storage.Stat(FtpPath.Parse("/incoming"), CancellationToken.None);
        Assert.True(entry.IsDirectory);
    }

    [Fact]
    public async Task Testing_with_a_pair_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Welcome = "Hello." });
        await ftp.Put("/a.txt", "content"u8.ToArray());
        await using var client = await ftp.Login();
        Assert.Equal("content"u8.ToArray(), await client.Download("RETR a.txt"));
    }

    [Fact]
    public async Task Testing_with_a_transcript_should_work_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Welcome = "Hello." });
        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(220, "Hello.");
        await client.SendBytes("USER demo\r\nPASS demo\r\n"u8.ToArray());
        await client.Expect(331);
        await client.Expect(230);
    }
}
