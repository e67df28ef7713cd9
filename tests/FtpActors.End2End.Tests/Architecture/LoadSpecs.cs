using FtpActors.Benchmarks.Load;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The load generator of the benchmarks measures what it says; how much it is does not matter here.</summary>
public class LoadSpecs
{
    public static TheoryData<string, string> Workloads
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var workload in Enum.GetNames<LoadWorkload>())
                rows.Add(workload, "no");
            rows.Add(nameof(LoadWorkload.Login), "yes");
            rows.Add(nameof(LoadWorkload.Mixed), "yes");
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Load_should_do_every_workload_without_an_error(string workload, string tls)
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() } },
        });
        foreach (var directory in new[] { "/up", "/list1000" })
            await ftp.Storage.MakeDirectory(FtpPath.Parse(directory), CancellationToken.None);
        foreach (var file in new[] { "/big.bin", "/k1.bin", "/list1000/a.bin" })
            await ftp.Put(file, new byte[1024]);
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] arguments =
        [
            workload, "--port", $"{ftp.EndPoint.Port}", "--conns", "2", "--size", "1K", "--warmup", "0", "--secs", "0.2",
            "--tls", tls, "--pid", $"{Environment.ProcessId}", "--append", Path.GetTempFileName(),
        ];

        var code = await Task.Run(() => LoadCommand.Run(arguments, output, error));

        var result = LoadResult.Parse(File.ReadAllLines(arguments[^1])[0]);
        File.Delete(arguments[^1]);
        Assert.Equal((0, ""), (code, error.ToString()));
        Assert.Equal((0, ""), (result.Errors, result.FirstError));
        Assert.InRange(result.Memory, 1, double.MaxValue);
        Assert.InRange(result.P99, result.P50, double.MaxValue);
    }

    [Fact]
    public async Task Load_should_say_what_went_wrong()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var ftp = await FtpPair.StartAsync();
        var options = LoadOptions.Parse(["small", "--port", $"{ftp.EndPoint.Port}", "--secs", "0.2"]);

        var result = await Task.Run(() => LoadRun.Of(options));

        Assert.Equal(0, result.Operations);
        Assert.Contains("/k1.bin", result.FirstError);
    }

    [Theory]
    [InlineData]
    [InlineData("nothing", "--port", "1")]
    [InlineData("7", "--port", "1")]
    [InlineData("pwd")]
    [InlineData("pwd", "--port")]
    [InlineData("pwd", "--port", "no")]
    [InlineData("pwd", "--port", "1", "--else", "1")]
    public void Load_should_refuse_what_it_does_not_understand(params string[] arguments)
    {
        var error = new StringWriter();

        Assert.Equal(2, LoadCommand.Run(arguments, TextWriter.Null, error));
        Assert.Contains("load WORKLOAD", error.ToString());
    }

    [Fact]
    public void Table_should_compare_medians()
    {
        LoadResult[] results = [.. new[] { ("ours", 30), ("vsftpd", 10), ("ours", 20), ("vsftpd", 20), ("ours", 100), ("vsftpd", 15) }
            .Select(run => new LoadResult("pwd8", run.Item1, "ops/s", run.Item2, 0.5, 1, 2, 3, 0, 7, 0, ""))];

        var rows = LoadTable.Of(results, "vsftpd").Split('\n');

        Assert.StartsWith("| pwd8 | ours | 30 ops/s | 2.00 | 0.5 s/1000 ops | 1.00 |", rows[2], StringComparison.Ordinal);
        Assert.StartsWith("| pwd8 | vsftpd | 15 ops/s | 1.00 |", rows[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_should_be_right_to_a_sixteenth()
    {
        var latencies = new LatencyHistogram();
        for (var value = 1; value <= 100_000; value++)
            latencies.Add(value);

        Assert.InRange(latencies.Percentile(0.5), 50_000, 53_200);
        Assert.InRange(latencies.Percentile(0.99), 99_000, 105_200);
    }
}
