using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using FtpActors.End2End.Tests.ForeignClients;
using FtpActors.End2End.Tests.Host;
using Xunit.Abstractions;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Three programs on three addresses over one directory, under load of foreign clients.</summary>
public sealed class ThreeNodesSpecs(ITestOutputHelper output) : IDisposable
{
    /// <summary>More than the load ever has.</summary>
    private const int SessionsOfAUser = 8;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ftp-nodes-");
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(2_000_000);

    public void Dispose() => _root.Delete(recursive: true);

    [ForeignClientFact("lftp")]
    public async Task Survivors_should_serve_on_when_one_node_is_killed_and_another_one_drained()
    {
        // Only Linux answers at all of 127.0.0.0/8.
        if (!OperatingSystem.IsLinux())
            return;
        using var first = Start("127.0.0.1");
        var seed = await ReadNode(first);
        using var second = Start("127.0.0.2", "--seed", seed.ToString());
        await ReadNode(second);
        using var third = Start("127.0.0.3", "--seed", seed.ToString());
        await ReadNode(third);
        IPEndPoint[] servers = [await ReadServer(first), await ReadServer(second), await ReadServer(third)];
        await using var watch = new ClusterWatch(seed);
        await watch.See("127.0.0.1", "127.0.0.2", "127.0.0.3");
        await using var load = new ForeignLoad(_content, servers);
        await load.Await(3, servers);
        await using var held = new HeldSessions(SessionsOfAUser);
        await held.Take(servers[0], SessionsOfAUser / 2);
        await held.Take(servers[1], SessionsOfAUser / 2);
        await held.ShouldBeFull(servers[2]);
        var guessing = Enumerable.Range(10, 10).Select(number => new GuessingClient(new IPAddress([127, 0, 0, (byte)number]))).ToArray();
        var spread = new List<TimeSpan>();
        foreach (var client in guessing)
        {
            await client.GuessUntilBanned(servers[1]);
            spread.Add(await client.AwaitRefusal(servers));
        }

        output.WriteLine($"Whom one node had banned all three refused so many ms later: {string.Join(", ", spread.Select(time => time.TotalMilliseconds.ToString("0")))}.");

        second.Signal(HostProcess.SigKill);
        var killed = Stopwatch.StartNew();
        var freed = Freed();
        await load.Await(3, servers[0], servers[2]);
        await AllShouldBeWhole(servers[0]);
        await watch.See("127.0.0.1", "127.0.0.3");
        await load.Await(3, servers[0], servers[2]);
        output.WriteLine($"The sessions of the killed node were free after {(await freed).TotalSeconds:0.0} s.");
        Assert.InRange(await freed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await held.ShouldBeFull(servers[0]);
        await AllShouldBeRefused(guessing, servers[0], servers[2]);

        third.Signal(HostProcess.SigTerm);
        await load.Await(3, servers[0]);
        Assert.Equal(0, (await third.Exit()).Code);
        await watch.See("127.0.0.1");
        await load.Await(3, servers[0]);
        await held.Take(servers[0], SessionsOfAUser / 2);
        await held.ShouldBeFull(servers[0]);
        await AllShouldBeRefused(guessing, servers[0]);
        await load.Stop();

        var listed = await AllShouldBeWhole(servers[0]);
        Assert.Empty(load.Stored.Except(listed));
        Assert.All(load.Stored, file => Assert.Equal(_content, File.ReadAllBytes(Path.Combine(_root.FullName, file))));
        watch.Down("127.0.0.1");
        Assert.Equal(1, (await first.Exit()).Code);

        async Task<TimeSpan> Freed()
        {
            await held.Take(servers[2], SessionsOfAUser / 2);
            return killed.Elapsed;
        }
    }

    private HostProcess Start(string host, params string[] flags) => HostProcess.Start(
        null,
        ["--listen", $"{host}:0", "--root", _root.FullName, "--user", "demo:demo", "--user", "held:held", "--passive-ports", "0", "--cluster-host", host, "--cluster-port", "0",
            "--set", $"ftp.limits.max-sessions-per-user={SessionsOfAUser}", "--set", "ftp.limits.login-failure-delay=0s",
            "--set", "ftp.admission.ban.failures=6", "--set", "ftp.admission.safe=[\"127.0.0.1\"]", "--log-level", "warning", "--set", "log.file.enabled=off", .. flags]);

    private static Task AllShouldBeRefused(GuessingClient[] guessing, params IPEndPoint[] servers) =>
        Task.WhenAll(guessing.SelectMany(client => servers.Select(client.ShouldBeRefused)));

    private static async Task<IPEndPoint> ReadNode(HostProcess node)
    {
        var line = await node.ReadLine();
        Assert.True(line?.StartsWith("Node ", StringComparison.Ordinal), $"{line} {node.Error}");
        return IPEndPoint.Parse(line!.Split(' ')[1]);
    }

    private static async Task<IPEndPoint> ReadServer(HostProcess node) => IPEndPoint.Parse((await node.ReadLine())!["Listening on ftp://".Length..]);

    /// <summary>Whatever a client sees has all its bytes.</summary>
    private async Task<string[]> AllShouldBeWhole(IPEndPoint server)
    {
        await using var client = await ClusterLogin.LogIn(server, "demo");
        var files = (await client.DownloadLines("MLSD")).Where(line => line.Contains("type=file", StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.All(files, line => Assert.Contains($"size={_content.Length};", line, StringComparison.OrdinalIgnoreCase));
        return [.. files.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
    }
}
