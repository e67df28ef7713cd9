using System.Globalization;

namespace FtpActors.Benchmarks.Load;

/// <summary>The results of several servers side by side, as Markdown: <c>table FILE [BASE]</c>.</summary>
internal static class LoadTable
{
    private const string DefaultBase = "vsftpd";
    private const string Nothing = "–";

    /// <summary>0, or 2 when there is no such file or no result in it.</summary>
    public static int Run(ReadOnlySpan<string> arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Length is < 1 or > 2 || !File.Exists(arguments[0]))
        {
            error.WriteLine($"table FILE [BASE]: FILE is what \"load --append\" wrote, BASE the server the others are compared with ({DefaultBase}).");
            return 2;
        }

        LoadResult[] results = [.. File.ReadLines(arguments[0]).Select(LoadResult.Parse)];
        output.Write(Of(results, arguments.Length > 1 ? arguments[1] : DefaultBase));
        return results.Length > 0 ? 0 : 2;
    }

    /// <summary>Medians of the rounds, a row for each workload and server, in the order they came.</summary>
    /// <param name="results">Rounds have the same label and server.</param>
    /// <param name="against">The server the ratios are to; they are left out where it has no result.</param>
    public static string Of(IReadOnlyList<LoadResult> results, string against)
    {
        var table = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        table.WriteLine($"| workload | server | rate | ÷ {against} | CPU | ÷ {against} | p50, p99 µs | memory MB | noise | errors |");
        table.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var workload in results.GroupBy(result => result.Label))
        {
            var rows = workload.GroupBy(result => result.Server).Select(rounds => Median([.. rounds])).ToArray();
            var reference = rows.FirstOrDefault(row => row.Server == against && row.Rate > 0);
            foreach (var row in rows)
                table.WriteLine(Row(row, reference));
        }

        return table.ToString();
    }

    private static string Row(LoadResult row, LoadResult? reference) => row.IsFailure
        ? $"| {row.Label} | {row.Server} | {Nothing} | {Nothing} | {Nothing} | {Nothing} | {Nothing} | {Nothing} | {Nothing} | {row.FirstError.Replace('|', '/')} |"
        : $"| {row.Label} | {row.Server} | {Figure(row.Rate)} {row.Unit} | {Ratio(row.Rate, reference?.Rate)} "
            + $"| {Figure(row.Cpu)}{(double.IsFinite(row.Cpu) ? row.CpuUnit["CPU".Length..] : "")} | {Ratio(row.Cpu, reference?.Cpu)} "
            + $"| {Figure(row.P50)}, {Figure(row.P99)} | {Figure(row.Memory)} | {Figure(row.Noise)} | {row.Errors} |";

    private static LoadResult Median(LoadResult[] rounds) => rounds[0] with
    {
        Rate = Median(rounds, round => round.Rate),
        Cpu = Median(rounds, round => round.Cpu),
        P50 = Median(rounds, round => round.P50),
        P99 = Median(rounds, round => round.P99),
        Memory = Median(rounds, round => round.Memory),
        Noise = Median(rounds, round => round.Noise),
        Operations = rounds.Sum(round => round.Operations),
        Errors = rounds.Sum(round => round.Errors),
        FirstError = rounds.Select(round => round.FirstError).FirstOrDefault(error => error.Length > 0) ?? "",
    };

    private static double Median(LoadResult[] rounds, Func<LoadResult, double> figure)
    {
        double[] known = [.. rounds.Select(figure).Where(double.IsFinite).Order()];
        return known.Length == 0 ? double.NaN : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    private static string Figure(double value) => !double.IsFinite(value) ? Nothing : value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.#", CultureInfo.InvariantCulture),
        0 => "0",
        _ => double.Parse(value.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.######", CultureInfo.InvariantCulture),
    };

    private static string Ratio(double value, double? reference) =>
        double.IsFinite(value) && reference is > 0 ? (value / reference.Value).ToString("0.00", CultureInfo.InvariantCulture) : Nothing;
}
