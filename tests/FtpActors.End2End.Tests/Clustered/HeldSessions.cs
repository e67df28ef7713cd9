using System.Net;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Sessions of the user held, who does nothing with them.</summary>
/// <param name="most">As many as the user may have on all nodes.</param>
internal sealed class HeldSessions(int most) : IAsyncDisposable
{
    private const string User = "held";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<FtpTranscript> _sessions = [];

    /// <summary>Logs in so often, as soon as there is room.</summary>
    public async Task Take(IPEndPoint server, int sessions)
    {
        using var deadline = new CancellationTokenSource(Patience);
        for (var taken = 0; taken < sessions;)
        {
            deadline.Token.ThrowIfCancellationRequested();
            if (await ClusterLogin.TryLogIn(server, User) is not { } session)
                continue;
            _sessions.Add(session);
            taken++;
        }
    }

    public async Task ShouldBeFull(IPEndPoint server)
    {
        var surplus = await ClusterLogin.TryLogIn(server, User);
        Assert.True(surplus is null, $"There is room for more than {most} sessions.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();
    }
}
