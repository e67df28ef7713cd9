using System.Net;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Sessions of the user held, who does nothing with them.</summary>
/// <param name="most">As many as the user may have on all nodes.</param>
internal sealed class HeldSessions(int most) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<FtpTranscript> _sessions = [];

    /// <summary>Logs in so often, as soon as there is room.</summary>
    public async Task Take(IPEndPoint server, int sessions)
    {
        using var deadline = new CancellationTokenSource(Patience);
        for (var taken = 0; taken < sessions;)
        {
            deadline.Token.ThrowIfCancellationRequested();
            if (await TryLogIn(server) is not { } session)
                continue;
            _sessions.Add(session);
            taken++;
        }
    }

    public async Task ShouldBeFull(IPEndPoint server)
    {
        var surplus = await TryLogIn(server);
        Assert.True(surplus is null, $"There is room for more than {most} sessions.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
    }

    /// <summary>Null when the client reads 421 for its password.</summary>
    private static async Task<FtpTranscript?> TryLogIn(IPEndPoint server)
    {
        var client = await FtpTranscript.Connect(server);
        await client.Expect(220);
        await client.Command("USER held", 331);
        var reply = await client.Ask("PASS held");
        if (reply.Code == 230)
            return client;
        Assert.Equal(421, reply.Code);
        await client.DisposeAsync();
        return null;
    }
}
