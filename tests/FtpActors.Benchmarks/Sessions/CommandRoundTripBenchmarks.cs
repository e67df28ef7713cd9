using System.Text;
using BenchmarkDotNet.Attributes;
using FtpActors.Benchmarks.Load;
using FtpActors.Core.Storage;

namespace FtpActors.Benchmarks.Sessions;

/// <summary>A command over a loopback connection, through session and handler, and its reply back.</summary>
public class CommandRoundTripBenchmarks
{
    private const int PipelinedCommands = 16;

    private static readonly byte[] Pipelined = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("PWD\r\n", PipelinedCommands)));

    private LoopbackServer _server = null!;

    private LoadClient Client => _server.Client;

    [GlobalSetup]
    public async Task Start()
    {
        var storage = new MemoryStorage();
        await storage.MakeDirectory(FtpPath.Parse("/docs"), CancellationToken.None);
        _server = await LoopbackServer.Start(storage);
    }

    [GlobalCleanup]
    public async Task Stop() => await _server.DisposeAsync();

    [Benchmark]
    public void Pwd() => Client.Command("PWD\r\n"u8, 257);

    /// <summary>One that asks the storage.</summary>
    [Benchmark]
    public void Cwd() => Client.Command("CWD /docs\r\n"u8, 250);

    /// <summary>Each of sixteen that are sent at once.</summary>
    [Benchmark(OperationsPerInvoke = PipelinedCommands)]
    public void PipelinedPwd()
    {
        Client.Send(Pipelined);
        for (var left = PipelinedCommands; left > 0; left--)
            Client.Expect(257);
    }
}
