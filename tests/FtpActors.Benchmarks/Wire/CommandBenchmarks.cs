using System.Text;
using BenchmarkDotNet.Attributes;
using FtpActors.Core.Wire;

namespace FtpActors.Benchmarks.Wire;

/// <summary>From received bytes to commands: framing and parser together, as a control connection uses them.</summary>
public class CommandBenchmarks
{
    private const int PipelinedCommands = 16;
    private const int MaxLine = 4096;

    private static readonly byte[] Pipelined = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("PWD\r\n", PipelinedCommands)));

    private readonly CommandFraming _framing = new(MaxLine);

    [Benchmark]
    public int Verb() => Commands("PWD\r\n"u8);

    [Benchmark]
    public int VerbAndPath() => Commands("RETR docs/reports/summary-2026.txt\r\n"u8);

    [Benchmark]
    public int VerbAndPathInUtf8() => Commands("RETR docs/Übersicht/Größe.txt\r\n"u8);

    /// <summary>Each of sixteen that came at once.</summary>
    [Benchmark(OperationsPerInvoke = PipelinedCommands)]
    public int PipelinedVerb() => Commands(Pipelined);

    /// <summary>A line that comes in two reads.</summary>
    [Benchmark]
    public int LineInTwoPieces() => Commands("RETR docs/reports/sum"u8) + Commands("mary-2026.txt\r\n"u8);

    private int Commands(ReadOnlySpan<byte> received)
    {
        var count = 0;
        while (_framing.TryRead(ref received, out var line))
            count += line.Command is null ? 0 : 1;
        return count;
    }
}
