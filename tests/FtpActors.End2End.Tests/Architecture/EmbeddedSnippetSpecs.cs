using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Hosting;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.Server.Inbox;
using FtpActors.Server.Listening;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>What the README shows of outcomes, verdicts, inbox and virtual files, compiled and run.</summary>
public class EmbeddedSnippetSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    [Fact]
    public async Task Receiving_should_work_as_shown()
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var options = new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Passive = new PassiveOptions { FirstPort = 0, LastPort = 0 },
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        };
        var received = new TaskCompletionSource<long>();
        Sink<ReadOnlyMemory<byte>, Task<long>> Store(FtpPath path) =>
            Sink.Aggregate<ReadOnlyMemory<byte>, long>(0, (sum, bytes) => sum + bytes.Length).MapMaterializedValue(stored => Tell(stored, received));
        var started = new TaskCompletionSource<FtpServer>();

        var inbox = new FtpInbox();
        using var host = new HostBuilder().ConfigureServices(services => services.AddAkka("files", builder => builder
            .WithFtpServer(options with { Storage = inbox }, started.SetResult)
            .WithActors((system, registry) =>
            {
                var materializer = system.Materializer();
                inbox.Source()
                    .SelectAsync(8, file => file.AcceptAfter(file.Content.RunWith(Store(file.Path), materializer)))
                    .RunWith(Sink.Ignore<IncomingFile>(), materializer);
            }))).Build();
        await host.StartAsync();

        await using var client = await FtpTranscript.Connect((await (await started.Task).Bound)[0]);
        await client.Expect(220);
        await client.Login();
        await client.Command("TYPE I", 200);
        Assert.Equal(226, (await client.Upload("STOR a", new byte[12_345])).Code);
        Assert.Equal(12_345, await received.Task);
        await host.StopAsync();
    }

    [Fact]
    public async Task Hosting_and_receiving_should_work_as_shown()
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var received = new TaskCompletionSource<long>();
        Sink<ReadOnlyMemory<byte>, Task<long>> Store(FtpPath path) =>
            Sink.Aggregate<ReadOnlyMemory<byte>, long>(0, (sum, bytes) => sum + bytes.Length).MapMaterializedValue(stored => Tell(stored, received));

        var inbox = new FtpInbox();
        using var host = new HostBuilder().ConfigureServices(services => services.AddAkka("files", builder => builder
            .WithFtpServer(options => options with
            {
                Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
                Storage = inbox,
                Authenticator = users,
                Users = users,
            })
            .WithActors((system, registry) =>
            {
                inbox.Source()
                    .SelectAsync(8, file => file.AcceptAfter(file.Content.RunWith(Store(file.Path), system.Materializer())))
                    .RunWith(Sink.Ignore<IncomingFile>(), system.Materializer());
            }))).Build();
        await host.StartAsync();

        var server = await host.Services.GetRequiredService<IRequiredActor<FtpServer>>().GetAsync();
        var addresses = await server.Ask<ServerProtocol.Addresses>(new ServerProtocol.GetAddresses(), TimeSpan.FromSeconds(30));
        await using var client = await FtpTranscript.Connect(addresses.Bound[0]);
        await client.Expect(220);
        await client.Login();
        await client.Command("TYPE I", 200);
        Assert.Equal(226, (await client.Upload("STOR a", new byte[12_345])).Code);
        Assert.Equal(12_345, await received.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        await host.StopAsync();
    }

    [Fact]
    public async Task Hearing_of_outcomes_and_judging_should_work_as_shown()
    {
        var system = Sys;
        var outcomes = CreateTestProbe();
        await using var ftp = await FtpPair.StartAsync(system: Sys);
        var server = ftp.Server;
        system.EventStream.Subscribe(outcomes, typeof(FtpTransferEvent));
        system.ActorOf(Props.Create(() => new CoveringActor(server.Actor)));
        await using var client = await ftp.Login();
        await AwaitAssertAsync(
            async () =>
            {
                await using var data = await client.OpenPassive();
                await client.Command("STOR a.exe", 150);
                data.CompleteSend();
                await client.Expect(553, "No programs, please.");
            },
            TimeSpan.FromSeconds(10));
        await outcomes.FishForMessageAsync(message => message is FtpTransferEvent.Refused);
    }

    [Fact]
    public async Task Virtual_files_should_work_as_shown()
    {
        var disk = new MemoryStorage();
        var inbox = new FtpInbox();
        FtpEntry Entry(string name, FtpEntryKind kind) => new() { Name = name, Kind = kind, Modified = DateTime.UtcNow };

        var reports = new VirtualStorage(
            find: path => Task.FromResult(path.IsRoot ? Entry("/", FtpEntryKind.Directory) : path.Name.EndsWith(".csv") ? Entry(path.Name, FtpEntryKind.File) : null),
            list: directory => Source.From(["today.csv", "yesterday.csv"]).Select(name => Entry(name, FtpEntryKind.File)),
            read: path => Source.From(Enumerable.Range(1, 1000)).Select(row => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes($"{path.Name};{row}\n"))));
        var storage = new MountedStorage(disk, new Dictionary<FtpPath, IFtpStorage>
        {
            [FtpPath.Parse("/incoming")] = inbox,
            [FtpPath.Parse("/reports")] = reports,
        });

        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = storage }, system: Sys);
        await using var client = await ftp.Login();
        Assert.Equal(["incoming", "reports"], (await client.DownloadLines("NLST")).Order());
        Assert.Equal(["reports/today.csv", "reports/yesterday.csv"], await client.DownloadLines("NLST reports"));
        Assert.EndsWith("today.csv;1000\n", Encoding.UTF8.GetString(await client.Download("RETR reports/today.csv")), StringComparison.Ordinal);
    }

    private static async Task<long> Tell(Task<long> stored, TaskCompletionSource<long> received)
    {
        received.SetResult(await stored);
        return await stored;
    }
}
