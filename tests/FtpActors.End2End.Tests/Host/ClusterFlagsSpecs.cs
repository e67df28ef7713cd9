using FtpActors.Host;

namespace FtpActors.End2End.Tests.Host;

/// <summary>A node by flags.</summary>
public sealed class ClusterFlagsSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-node-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Flags_should_go_over_the_file_and_show_with_what_a_node_adds_to_the_actor_system()
    {
        Assert.Equal(0, await CheckConfig("ftp.cluster { role = files, node.port = 1 }", "--cluster-port", "4053", "--cluster-host", "127.0.0.2", "--seed", "127.0.0.1:4053", "--seed", "[::1]:4054"));

        var effective = _output.ToString();
        Assert.Contains("seeds = [\"127.0.0.1:4053\", \"[::1]:4054\"]", effective);
        Assert.Contains("answer-timeout = 3s", effective);
        Assert.Contains("provider = cluster", effective);
        Assert.Contains("roles = [files]", effective);
        Assert.Contains("hostname = \"127.0.0.2\"", effective);
        Assert.Contains("acceptable-heartbeat-pause = 5s", effective);
    }

    [Fact]
    public async Task Akka_of_the_file_should_go_over_what_a_node_adds()
    {
        Assert.Equal(0, await CheckConfig("akka.cluster.failure-detector.acceptable-heartbeat-pause = 9s", "--cluster-port", "0"));

        Assert.Contains("acceptable-heartbeat-pause = 9s", _output.ToString());
    }

    [Fact]
    public async Task Without_them_nothing_of_a_cluster_should_show()
    {
        Assert.Equal(0, await CheckConfig(""));

        Assert.DoesNotContain("cluster", _output.ToString());
    }

    [Theory]
    [InlineData("", "ftp.cluster.node.port", "--cluster-port", "x")]
    [InlineData("", "ftp.cluster.node.host", "--cluster-host", "name")]
    [InlineData("", "ftp.cluster.node.seeds", "--seed", "127.0.0.1")]
    [InlineData("ftp.cluster.rolle = files", "ftp.cluster.rolle", "--cluster-port", "0")]
    [InlineData("ftp.cluster = on", "ftp.cluster")]
    public async Task Host_should_exit_2_for_what_is_not_right(string config, string path, params string[] flags)
    {
        Assert.Equal(2, await CheckConfig(config, flags));
        Assert.Contains($"  {path}", _error.ToString());
    }

    [Fact]
    public async Task A_server_that_stands_alone_should_load_nothing_of_a_cluster()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var alone = HostProcess.Start(null, "--listen", "127.0.0.1:0", "--memory");
        await alone.ReadPort();
        using var node = HostProcess.Start(null, "--listen", "127.0.0.1:0", "--memory", "--cluster-port", "0");
        Assert.Matches(@"^Node 127\.0\.0\.1:\d+ of a cluster$", await node.ReadLine());

        Assert.Empty(Loaded(alone));
        Assert.NotEmpty(Loaded(node));

        node.Signal(HostProcess.SigTerm);
        Assert.Equal(0, (await node.Exit()).Code);
    }

    [Fact]
    public async Task A_node_whose_port_is_taken_should_say_so_and_leave_the_other_one_alone()
    {
        using var first = HostProcess.Start(null, "--listen", "127.0.0.1:0", "--memory", "--cluster-port", "0");
        var port = (await first.ReadLine())!.Split(':', ' ')[2];
        using var second = HostProcess.Start(null, "--listen", "127.0.0.1:0", "--memory", "--cluster-port", port, "--seed", $"127.0.0.1:{port}");

        Assert.Equal(ExitCode.NotServing, (await second.Exit()).Code);
        Assert.Contains($"Cannot listen on 127.0.0.1:{port}: ", second.Error);

        first.Signal(HostProcess.SigTerm);
        Assert.Equal(0, (await first.Exit()).Code);
    }

    private static IEnumerable<string> Loaded(HostProcess process) => File.ReadLines($"/proc/{process.Id}/maps")
        .Where(line => line.Contains("Cluster", StringComparison.Ordinal) || line.Contains("Akka.Remote", StringComparison.Ordinal));

    private Task<int> CheckConfig(string config, params string[] flags)
    {
        var file = Path.Combine(_directory.FullName, "server.hocon");
        File.WriteAllText(file, config);
        return HostCommand.Run(["check-config", "--config", file, .. flags], new HostConsole(_output, _error));
    }
}
