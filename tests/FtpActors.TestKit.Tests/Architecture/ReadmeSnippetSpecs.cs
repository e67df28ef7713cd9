using System.Net;
using FtpActors.Core.Flows;
using FtpActors.TestKit.Tests.ThirdParty;

namespace FtpActors.TestKit.Tests.Architecture;

/// <summary>What the kit's README shows, compiled and run.</summary>
public class ReadmeSnippetSpecs
{
    [Fact]
    public async Task A_server_should_take_three_lines()
    {
        await using var ftp = await FtpPair.StartAsync();
        await new YourClient(ftp.EndPoint, "demo", "demo").Send("report.csv", "1;2"u8.ToArray());
        Assert.Equal("1;2"u8.ToArray(), await ftp.Get("/report.csv"));
    }

    [Fact]
    public async Task Faults_should_be_ordered_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync();
        var report = new byte[2_000_000];
        var client = new TinyFtpClient(ftp.EndPoint, new NetworkCredential("demo", "demo"));
        ftp.Faults.Next("STOR", FtpFault.ResetAfter(1_000_000));
        Assert.Equal(2, await new RetryingUploader(client, attempts: 3).Upload("report.csv", report));
        Assert.Equal(report, await ftp.Get("/report.csv"));
    }

    [Fact]
    public async Task Conversations_should_be_played_as_shown()
    {
        await using var ftp = await FtpPair.StartAsync();
        await using var client = await ftp.Login();
        await client.Play("""
            > MKD reports
            < 257
            > RNFR nothing
            < 550 no such file or directory
            > QUIT
            < 221
            <
            """);
    }

    [Fact]
    public async Task Time_should_pass_as_shown()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();
        await ftp.Advance(TimeSpan.FromMinutes(5));
        await client.Expect(421, "Idle for too long");
    }

    [Fact]
    public async Task Time_should_be_measured_as_shown()
    {
        var limits = new ThrottleLevels { Total = new ThrottleOptions { Download = 100_000 } };
        await using var ftp = await DryFtp.StartAsync(options => options with { Throttle = limits });
        await ftp.Put("/a.bin", new byte[1024 * 1024]);
        await using var client = await ftp.Login();
        var took = await ftp.AdvanceUntil(() => client.Download("RETR a.bin"));
        Assert.InRange(took.TotalSeconds, 10, 11);
    }
}
