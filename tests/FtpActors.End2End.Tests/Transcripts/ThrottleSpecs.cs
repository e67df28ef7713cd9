using System.Diagnostics;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Flows;
using FtpActors.TestKit;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Limits of bytes per second. One of 1 byte holds a transfer back for as long as a test takes.</summary>
public class ThrottleSpecs : TranscriptSpecBase
{
    private static readonly ThrottleOptions Hardly = new() { Upload = 1, Download = 1 };

    [Theory, BothFamilies]
    public async Task A_limit_should_stretch_a_download(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Throttle = Total(new() { Download = 1_000_000 }) });
        await ftp.Put("/file", Content(500_000));
        await using var client = await ftp.Login();
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(Content(500_000), await client.Download("RETR file"));
        // 400 ms, as the first 100 ms are free.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 300, double.MaxValue);
    }

    [Theory, BothFamilies]
    public async Task A_limit_should_stretch_an_upload(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Throttle = Total(new() { Upload = 1_000_000 }) });
        await using var client = await ftp.Login();
        var started = Stopwatch.GetTimestamp();
        await using (var data = await client.OpenPassive())
        {
            await client.Command("STOR file", 150);
            await data.Write(Content(500_000));
        }

        await client.Expect(226);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 300, double.MaxValue);
        Assert.Equal(Content(500_000), await ftp.Get("/file"));
    }

    [Theory, BothFamilies]
    public async Task Control_lines_should_be_answered_and_ABOR_obeyed_while_a_download_is_held_back(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Throttle = Total(Hardly) });
        await ftp.Put("/file", Content(100_000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR file", 150);
        await client.Command("NOOP", 200);
        Assert.Single(await data.ReadExactly(1));
        await client.Command("NOOP", 200);
        await client.SendLine("ABOR");
        await client.Expect(426);
        await client.Expect(226);
        await client.Command("PWD", 257);
    }

    [Theory, BothFamilies]
    public async Task Control_lines_should_be_answered_and_ABOR_obeyed_while_an_upload_is_held_back(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Throttle = Total(Hardly) });
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR file", 150);
        await data.Write(Content(100_000));
        await client.Command("NOOP", 200);
        // What is received at a time; the rest waits on the client's side and in the kernel.
        await UntilMoved(client, 512);
        await client.SendLine("ABOR");
        await client.Expect(426);
        await client.Expect(226);
        await client.Command("SIZE file", 550);
    }

    [Theory, BothFamilies]
    public async Task Every_level_should_be_changed_while_a_transfer_runs(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/file", Content(MoreThanBuffersHold));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR file", 150);
        foreach (var (limit, none) in new (ICommand, ICommand)[]
        {
            (new SetServerLimit(Hardly), new SetServerLimit(null)),
            (new SetConnectionLimit(Hardly), new SetConnectionLimit(null)),
            (new SetUserLimit("demo", Total(Hardly)), new SetUserLimit("demo", null)),
            (new SetUserLimit("demo", new() { Connection = Hardly }), new SetUserLimit("demo", null)),
            (new SetSessionLimit(1, Hardly), new SetSessionLimit(1, null)),
        })
        {
            await ftp.Server.Actor.Ask<LimitSet>(limit);
            Assert.Contains(1, await InForce(ftp));
            await ftp.Server.Actor.Ask<LimitSet>(none);
            Assert.Empty(await InForce(ftp));
        }

        Assert.Equal(Content(MoreThanBuffersHold), await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task A_transfer_that_is_held_back_should_go_on_when_its_limit_is_taken_away(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Throttle = Total(Hardly) });
        await ftp.Put("/file", Content(1_000_000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR file", 150);
        Assert.Single(await data.ReadExactly(1));
        await ftp.Server.Actor.Ask<LimitSet>(new SetServerLimit(ThrottleOptions.Unlimited));
        Assert.Equal(Content(1_000_000)[1..], await data.ReadToEnd());
        await client.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task The_throttle_of_a_user_should_go_with_the_last_session(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var first = await ftp.Login();
        await using (var second = await ftp.Login())
            await second.Command("REIN", 220);
        Assert.Equal(["demo"], (await ftp.Server.Actor.Ask<Limits>(new GetLimits())).Users.Keys);
        await first.Command("REIN", 220);
        Assert.Empty((await ftp.Server.Actor.Ask<Limits>(new GetLimits())).Users);
    }

    private static ThrottleLevels Total(ThrottleOptions limit) => new() { Total = limit };

    private static async Task<IEnumerable<long>> InForce(FtpPair ftp)
    {
        var limits = await ftp.Server.Actor.Ask<Limits>(new GetLimits());
        return new[] { limits.Server, limits.Connection }.Concat(limits.Users.Values).Concat(limits.Sessions.Values)
            .SelectMany(limit => new[] { limit.Upload, limit.Download }).OfType<long>();
    }
}
