using System.Diagnostics;
using System.Net;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Tries passwords that are wrong, from an address of its own.</summary>
internal sealed class GuessingClient(IPAddress address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Fails to log in until it is refused.</summary>
    public async Task GuessUntilBanned(IPEndPoint server)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (await Guess(server))
            Assert.True(DateTime.UtcNow < deadline, "It was never banned.");
    }

    /// <summary>Ends once all the servers refuse it.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> AwaitRefusal(params IPEndPoint[] servers)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(servers.Select(async server =>
        {
            while (!await IsRefused(server))
                Assert.True(watch.Elapsed < Patience, $"{server} does not refuse it.");
        }));
        return watch.Elapsed;
    }

    public async Task ShouldBeRefused(IPEndPoint server) => Assert.True(await IsRefused(server), $"{server} lets it in.");

    private async Task<bool> IsRefused(IPEndPoint server)
    {
        await using var client = await FtpTranscript.Connect(server, address);
        return (await client.ReadReply()).Code == 421;
    }

    /// <returns>False when it is refused.</returns>
    private async Task<bool> Guess(IPEndPoint server)
    {
        await using var client = await FtpTranscript.Connect(server, address);
        if ((await client.ReadReply()).Code == 421 || (await client.Ask("USER demo")).Code == 421)
            return false;
        // A guess may be the last of its connection, or the one that bans.
        return (await client.Ask("PASS wrong")).Code is 530 or 421;
    }
}
