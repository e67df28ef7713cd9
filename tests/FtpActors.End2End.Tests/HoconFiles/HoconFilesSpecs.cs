using System.Net;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Configuration;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.End2End.Tests.Host;
using FtpActors.Host;
using FtpActors.Server;
using FtpActors.Server.Configuration;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.HoconFiles;

public sealed class HoconFilesSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-files-");

    public static TheoryData<string> Files => [
        "server.hocon",
        .. Directory.GetFiles(SolutionFiles.PathOf("hocon"), "*.hocon").Order().Select(path => "hocon/" + Path.GetFileName(path)),
    ];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_configuration_file_should_start_a_server(string file)
    {
        var config = Load(file, ["ftp.listen=127.0.0.1:0", $"ftp.storage.root={_directory.FullName}/root", .. Tls(file), .. Node(file)]);
        await using var configured = config.Server.Open();
        using var system = ActorSystem.Create("hocon-files", config.Akka);

        var server = FtpServer.Start(system, configured.Options);

        Assert.Equal(config.Server.Tls is { Listen: [_] } ? 2 : 1, (await server.Bound).Length);
        await server.Stop(TimeSpan.Zero);
        await system.Terminate();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_configuration_file_should_name_a_loopback_address_as_it_stands(string file) =>
        Assert.All(Load(file).Server is var server ? server.Listen.Concat(server.Tls?.Listen ?? []) : [], endPoint => Assert.True(System.Net.IPAddress.IsLoopback(endPoint.Address)));

    /// <summary>Whoever copies one would let in everybody who has read it.</summary>
    [Fact]
    public void Every_hash_of_the_examples_should_be_known_as_published()
    {
        var hashes = Directory.GetFiles(SolutionFiles.PathOf("hocon")).Append(SolutionFiles.PathOf("src/FtpActors.Server/reference.hocon"))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\$2a\$11\$[./A-Za-z0-9]{53}").Select(match => match.Value))
            .Distinct().ToList();

        Assert.Equal(3, hashes.Count);
        Assert.All(hashes, hash => Assert.Throws<FtpConfigException>(() => { FtpServerConfig.Check(Listening("0.0.0.0:0", hash)); }));
        Assert.All(hashes, hash => FtpServerConfig.Check(Listening("127.0.0.1:0", hash)));

        static Config Listening(string address, string hash) => ConfigurationFactory.ParseString(
            $"ftp {{ listen = [\"{address}\"], users.eve.password-hash = \"{hash}\" }}");
    }

    [Fact]
    public void The_users_scenario_should_hold_the_rights_and_passwords_it_tells_of()
    {
        var users = Load("hocon/users.hocon").Server.Users;

        var bob = users.Users.Single(user => user.User.Name == "bob").User.Rights;
        Assert.Equal(["alice", "bob", "j.doe"], users.Users.Select(user => user.User.Name));
        Assert.Equal(FtpRights.ReadOnly, bob.At(FtpPath.Parse("/a")));
        Assert.Equal(FtpRights.List | FtpRights.Create, bob.At(FtpPath.Parse("/in/a")));
        Assert.Null(users.Anonymous);
    }

    [Fact]
    public async Task The_users_scenario_should_let_its_users_in()
    {
        await using var configured = Load("hocon/users.hocon", "ftp.storage.kind=memory").Server.Open();

        foreach (var name in new[] { "alice", "bob", "j.doe" })
            Assert.True(await configured.Options.Authenticator.Authenticate(new Credentials(name, new Password($"{name}-demo"), System.Net.IPAddress.Loopback), default));
    }

    [Fact]
    public async Task The_hosts_scenario_should_let_each_host_have_its_own_users()
    {
        await using var configured = Load("hocon/hosts.hocon", "ftp.storage.kind=memory").Server.Open();
        var alice = new Credentials("alice", new Password("alice-demo"), System.Net.IPAddress.Loopback);

        Assert.True(await configured.Options.Hosts["team.example.org"].Authenticator.Authenticate(alice, default));
        Assert.False(await configured.Options.Hosts["files.example.org"].Authenticator.Authenticate(alice, default));
        Assert.False(await configured.Options.Authenticator.Authenticate(alice, default));
        Assert.Equal("/hosts/files", (await configured.Options.Hosts["files.example.org"].Users.Find("anonymous", default))!.Base.Value);
    }

    [Fact]
    public async Task The_devices_scenario_should_bend_to_devices_and_read_their_names()
    {
        var config = Load("hocon/devices.hocon", "ftp.listen=127.0.0.1:0", "ftp.storage.kind=memory");
        await using var configured = config.Server.Open();
        using var system = ActorSystem.Create("hocon-devices", config.Akka);
        var server = FtpServer.Start(system, configured.Options);
        using var client = await ControlConnection.Open(IPAddress.Loopback, Assert.Single(await server.Bound).Port);
        await client.Reply();

        Assert.StartsWith("500 ", await client.Send("XDEV 7"));
        Assert.StartsWith("230 ", await client.Send("USER anonymous"));
        Assert.Equal("200 XDEV accepted, without effect.", await client.Send("XDEV 7"));
        Assert.Equal("215 UNIX Type: L8", await client.Send("SYST"));
        await client.Send("CLNT Lite 1.0");
        Assert.Equal("215 Windows_NT", await client.Send("SYST"));
        Assert.StartsWith("257 ", await client.SendBytes([.. "MKD gr"u8, 0xFC, .. "n\r\n"u8]));
        Assert.Equal("grün", (await configured.Options.Storage.Stat(FtpPath.Parse("/devices/grün"), default)).Name);

        await server.Stop(TimeSpan.Zero);
        await system.Terminate();
    }

    [Fact]
    public async Task The_tls_scenario_should_let_its_user_in_under_TLS_alone()
    {
        const string File = "hocon/tls.hocon";
        await using var configured = Load(File, ["ftp.listen=127.0.0.1:0", "ftp.storage.kind=memory", "ftp.passive.ports=0", .. Tls(File)]).Server.Open();
        using var system = ActorSystem.Create("hocon-files", "akka.loglevel = WARNING");
        var bound = await FtpServer.Start(system, configured.Options).Bound;

        foreach (var (address, isImplicit) in new[] { (bound[0], false), (bound[1], true) })
        {
            await using var client = await FtpTranscript.Connect(address);
            if (isImplicit)
                await client.StartTls();
            await client.Expect(220);
            if (!isImplicit)
            {
                await client.Command("USER alice", 530);
                await client.AuthTls();
            }

            await client.Login("alice", "alice-demo");
            await client.ProtectData();
            await client.Command("TYPE I", 200);
            await client.Upload("STOR a", "content"u8.ToArray());
            Assert.Equal("content"u8.ToArray(), await client.Download("RETR a"));
        }

        await system.Terminate();
    }

    [Fact]
    public void Server_hocon_should_be_able_to_include_the_users()
    {
        var file = Path.Combine(_directory.FullName, "server.hocon");
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "hocon"));
        File.Copy(SolutionFiles.PathOf("hocon/users.hocon"), Path.Combine(_directory.FullName, "hocon", "users.hocon"));
        File.WriteAllText(file, File.ReadAllText(SolutionFiles.PathOf("server.hocon")) + "\ninclude \"hocon/users.hocon\"\n");

        var config = HostConfig.Load(new HostArguments { Config = file }, _directory.FullName, _directory.FullName);

        Assert.Equal(["demo", "alice", "bob", "j.doe"], config.Server.Users.Users.Select(user => user.User.Name));
    }

    /// <summary>What leaves nothing behind in the solution and takes a free port.</summary>
    private string[] Tls(string file) =>
        file == "hocon/tls.hocon" ? [$"ftp.tls.self-signed={_directory.FullName}/self.pem", "ftp.tls.listen=127.0.0.1:0"] : [];

    private static string[] Node(string file) => file == "hocon/cluster-node.hocon" ? ["ftp.cluster.node.port=0"] : [];

    private static HostConfig Load(string file, params string[] settings) =>
        HostConfig.Load(new HostArguments { Config = SolutionFiles.PathOf(file), Set = [.. settings] }, "/", "/");
}
