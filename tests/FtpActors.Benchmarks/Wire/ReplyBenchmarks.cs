using System.Buffers;
using BenchmarkDotNet.Attributes;
using FtpActors.Core.Wire;
using FtpActors.Server.Languages;

namespace FtpActors.Benchmarks.Wire;

/// <summary>From a reply to bytes, in English and put into German by its template.</summary>
public class ReplyBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly ReplyLanguage _german = ReplyLanguage.German;
    private readonly FtpReply _ready = new(200, "Type set to I.");
    private readonly FtpReply _status = FtpReply.MultiLine(213, "Status.", Enumerable.Range(0, 20).Select(line => $"line {line} of the status"), "End.");
    private readonly string _path = "/docs/summary.txt";

    /// <summary>Written again and again, as a reply that is always the same.</summary>
    [Benchmark]
    public int Fixed() => Written(_ready);

    /// <summary>Made for each command, with an argument.</summary>
    [Benchmark]
    public int English() => Written(new FtpReply(550, $"{_path}: permission denied."));

    [Benchmark]
    public int German() => Written(_german.Of(new FtpReply(550, $"{_path}: permission denied.")));

    [Benchmark]
    public int TwentyLines() => Written(_status);

    private int Written(FtpReply reply)
    {
        _output.ResetWrittenCount();
        ReplyCodec.Write(reply, _output);
        return _output.WrittenCount;
    }
}
