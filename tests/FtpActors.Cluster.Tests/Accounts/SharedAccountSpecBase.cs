using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Nodes whose user <c>demo</c> is limited.</summary>
public abstract class SharedAccountSpecBase : ClusterSpecBase
{
    /// <summary>Notices the loss of a node sooner than other specs, which lose none.</summary>
    protected const string Attentive = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 10s";

    protected const int FileSize = 100_000;

    /// <summary>Between two attempts at what takes a while.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>With the password <c>demo</c>.</summary>
    protected static Func<FtpServerOptions, FtpServerOptions> As(FtpUser user)
    {
        var users = new ConfiguredUsers([new ConfiguredUser { User = user, Plain = new Password("demo") }]);
        return options => options with { Authenticator = users, Users = users };
    }

    /// <summary>A slot may become free a moment later than its session is gone, and after the loss of a node when several timeouts have run, one after the other.</summary>
    protected static async Task<FtpTranscript> EventuallyLogIn(ClusterNode node)
    {
        var deadline = DateTime.UtcNow + (2 * Patience);
        while (true)
        {
            if (await node.TryLogIn() is { } client)
                return client;
            Assert.True(DateTime.UtcNow < deadline, "No slot has become free.");
            await Task.Delay(Pause);
        }
    }

    /// <returns>False when the client reads 552.</returns>
    protected static async Task<bool> Upload(FtpTranscript client, string name) => await ReplyToUpload(client, name) switch
    {
        226 => true,
        552 => false,
        var code => throw new InvalidOperationException($"STOR has been answered with {code}."),
    };

    /// <summary>While an account comes to life elsewhere it cannot be told.</summary>
    protected static async Task EventuallyUpload(FtpTranscript client, string name)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (await ReplyToUpload(client, name) != 226)
        {
            Assert.True(DateTime.UtcNow < deadline, "There is no room.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Bytes of all files.</summary>
    protected async Task<long> Stored() => (await Entries()).Sum(entry => entry.Size);

    protected async Task<IReadOnlyList<FtpEntry>> Entries() => await Storage.List(FtpPath.Root)
        .RunWith(Sink.Seq<FtpEntry>(), Akka.Streams.ActorMaterializerExtensions.Materializer(Running.First().System));

    private static async Task<int> ReplyToUpload(FtpTranscript client, string name)
    {
        await using var data = await client.OpenPassive();
        await client.SendLine($"STOR {name}");
        var reply = await client.ReadReply();
        if (reply.Code != 150)
            return reply.Code;
        try
        {
            await data.Write(new byte[FileSize]);
            data.CompleteSend();
        }
        catch (IOException)
        {
            // The server has had enough.
        }

        return (await client.ReadReply()).Code;
    }
}
