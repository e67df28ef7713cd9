using Akka.Event;
using FtpActors.Client;
using FtpActors.Core.Auth;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>The client's half of EXTENDING.md, against the server's half; <see cref="ExtendingPageSpecs"/> compares the text.</summary>
public class ExtendingClientSpecs() : ActorSpecBase("akka.loglevel = INFO, akka.stdout-loglevel = OFF, akka.loggers = []")
{
    [Fact]
    public async Task NOOP_should_be_boring_for_a_client_with_a_call_for_it()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = ExtendingSpecs.Tutorial });
        await using var client = await Connect(ftp);
        Assert.Equal("boring", await client.Bore());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1_000_003)]
    public async Task COLL_should_be_collected_by_a_client_with_a_call_for_it(int count)
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = ExtendingSpecs.Tutorial });
        await using var client = await Connect(ftp);
        var told = 0L;
        var even = await client.Collect(count, received => (told = received) <= count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (byte)i).Where(one => one % 2 == 0), even);
        Assert.Equal(count, told);
    }

    [Fact]
    public async Task COLL_should_be_aborted_half_way_by_its_callback_and_the_connection_used_again()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = ExtendingSpecs.Tutorial }, system: Sys);
        await using var client = await Connect(ftp, options => options with { Reconnect = ReconnectOptions.Never });
        var even = await client.Collect(10_000_000_000, received => received < 1_000_000);
        Assert.Equal("boring", await client.Bore());

        Assert.InRange(even.Count, 500_000, 600_000);
        await FishForMessageAsync<Info>(info => info.Message.ToString()!.Contains("demo COLL / 426, ", StringComparison.Ordinal));
    }

    private static FtpClientOptions OptionsOf(FtpPair ftp) => new()
    {
        Host = ftp.EndPoint.Address.ToString(),
        Port = ftp.EndPoint.Port,
        User = "demo",
        Password = new Password("demo"),
    };

    private Task<FtpClient> Connect(FtpPair ftp, Func<FtpClientOptions, FtpClientOptions>? configure = null) =>
        FtpClient.Connect(Sys, configure?.Invoke(OptionsOf(ftp)) ?? OptionsOf(ftp));
}
