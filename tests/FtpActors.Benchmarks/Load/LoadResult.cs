using System.Globalization;

namespace FtpActors.Benchmarks.Load;

/// <summary>What a run of the load generator found. Goes into a line of a file and comes out of it.</summary>
/// <param name="Label">Of the workload, with its size: <c>retr8</c>.</param>
/// <param name="Server">Its name.</param>
/// <param name="Unit">Of <paramref name="Rate"/>: <c>MB/s</c> (10^6 bytes), <c>ops/s</c>, <c>entries/s</c>, or <c>kB/session</c>, of
/// which less is better.</param>
/// <param name="Rate">0 when nothing succeeded.</param>
/// <param name="Cpu">Seconds of the server's processor time for a GB, a thousand operations or entries, or the opening of a thousand
/// sessions; NaN where its processes are not known.</param>
/// <param name="P50">Microseconds; half of the operations took no longer.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="Memory">Of the server at the end, MB of 2^20 bytes; NaN where its processes are not known.</param>
/// <param name="Noise">Share of the machine that neither the server nor the load generator used; over 0.1 the figures mean little. NaN where
/// it is not known.</param>
/// <param name="Operations">Done while it was measured; of <c>kB/session</c> the sessions that still answer.</param>
/// <param name="Errors">Operations that failed, warm-up included.</param>
/// <param name="FirstError">What failed, or nothing.</param>
internal sealed record LoadResult(
    string Label,
    string Server,
    string Unit,
    double Rate,
    double Cpu,
    double P50,
    double P99,
    double Memory,
    double Noise,
    long Operations,
    long Errors,
    string FirstError)
{
    public const string MemoryUnit = "kB/session";

    public string CpuUnit => Unit switch
    {
        "MB/s" => "CPU s/GB",
        "entries/s" => "CPU s/1000 entries",
        MemoryUnit => "CPU s/1000 logins",
        _ => "CPU s/1000 ops",
    };

    /// <summary>Nothing came of it.</summary>
    public bool IsFailure => Rate == 0 && Operations == 0;

    /// <exception cref="FormatException">It is no such line.</exception>
    public static LoadResult Parse(string line) => line.Split('\t') is [var label, var server, var unit, var rate, var cpu, var p50, var p99, var memory, var noise, var operations, var errors, var first]
        ? new(label, server, unit, Number(rate), Number(cpu), Number(p50), Number(p99), Number(memory), Number(noise), (long)Number(operations), (long)Number(errors), first)
        : throw new FormatException("A line has not the fields of a result.");

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Label}\t{Server}\t{Unit}\t{Rate:R}\t{Cpu:R}\t{P50:R}\t{P99:R}\t{Memory:R}\t{Noise:R}\t{Operations}\t{Errors}\t{FirstError.ReplaceLineEndings(" ").Replace('\t', ' ')}");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Label} {Server}: {Rate:G4} {Unit}, {Cpu:G3} {CpuUnit}, p50 {P50:F0} us, p99 {P99:F0} us, {Memory:F0} MB, noise {Noise:F2}, {Operations} done, {Errors} errors {FirstError}").TrimEnd();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
