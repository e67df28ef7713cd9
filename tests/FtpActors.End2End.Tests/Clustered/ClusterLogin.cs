using System.Net;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Log-ins of users whose password is their name. Where too many of them are in, or their account is away because its node is lost, a
/// client reads 421 and may try again.</summary>
internal static class ClusterLogin
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Logs in as soon as it may.</summary>
    public static async Task<FtpTranscript> LogIn(IPEndPoint server, string user)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await TryLogIn(server, user) is { } client)
                return client;
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Null when the client reads 421 for its password.</summary>
    public static async Task<FtpTranscript?> TryLogIn(IPEndPoint server, string user)
    {
        var client = await FtpTranscript.Connect(server);
        await client.Expect(220);
        await client.Command($"USER {user}", 331);
        var reply = await client.Ask($"PASS {user}");
        if (reply.Code == 230)
            return client;
        Assert.Equal(421, reply.Code);
        await client.DisposeAsync();
        return null;
    }
}
