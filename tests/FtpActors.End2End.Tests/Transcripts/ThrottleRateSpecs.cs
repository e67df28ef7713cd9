using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Event;
using FtpActors.Core.Flows;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Limits over sockets and by the clocks of both ends: never more than the rate allows, and 5 % and one burst beyond. A busy
/// machine makes transfers slower, which no limit promises against.</summary>
public partial class ThrottleRateSpecs() : ActorSpecBase("akka.loglevel = INFO, akka.stdout-loglevel = OFF, akka.loggers = []")
{
    private const int BytesPerSecond = 2_000_000;

    /// <summary>What may go at once after a pause: a tenth of a second's worth.</summary>
    private const int Burst = BytesPerSecond / 10;
    private const int PieceSize = 64 * 1024;
    private const int Pieces = 80;

    [Fact]
    public async Task A_download_should_at_no_moment_be_ahead_of_its_limit()
    {
        await using var ftp = await StartWith(new() { Download = BytesPerSecond });
        await ftp.Put("/file", new byte[Pieces * PieceSize]);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        var started = Stopwatch.GetTimestamp();
        await client.Command("RETR file", 150);
        for (var piece = 1; piece <= Pieces; piece++)
        {
            await data.ReadExactly(PieceSize);
            AssertWithin(piece * PieceSize, Stopwatch.GetElapsedTime(started));
        }

        await client.Expect(226);
        await AssertAccount("RETR");
    }

    [Fact]
    public async Task An_upload_should_not_be_ahead_of_its_limit()
    {
        await using var ftp = await StartWith(new() { Upload = BytesPerSecond });
        await using var client = await ftp.Login();
        await using (var data = await client.OpenPassive())
        {
            await client.Command("STOR file", 150);
            await data.Write(new byte[Pieces * PieceSize]);
        }

        await client.Expect(226);
        await AssertAccount("STOR");
    }

    private Task<FtpPair> StartWith(ThrottleOptions limit)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        return FtpPair.StartAsync(options => options with { Throttle = new ThrottleLevels { Total = limit } }, system: Sys);
    }

    /// <summary>As the server's log has it: bytes, and the time from the command on.</summary>
    private async Task AssertAccount(string verb)
    {
        var log = await FishForMessageAsync<Info>(info => info.Message.ToString()!.Contains(verb, StringComparison.Ordinal));
        var account = Account().Match(log.Message.ToString()!);
        var bytes = long.Parse(account.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.Equal(Pieces * PieceSize, bytes);
        AssertWithin(bytes, TimeSpan.Parse(account.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private static void AssertWithin(long bytes, TimeSpan elapsed) =>
        Assert.InRange((double)bytes, 0, (BytesPerSecond * elapsed.TotalSeconds * 1.05) + Burst);

    [GeneratedRegex(@" 226, (\d+) bytes in ([\d:.]+)\.$")]
    private static partial Regex Account();
}
