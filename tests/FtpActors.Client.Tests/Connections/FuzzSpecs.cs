using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Client.Data;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Connections;

/// <summary>Whatever servers say, calls end, and with nothing but what they are documented to end with.</summary>
public class FuzzSpecs : ClientSpecBase
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(100);

    private static readonly ClientTimeouts Timeouts = new()
    {
        Reply = Brief,
        FinalReply = Brief,
        Connect = Brief,
        Abort = Brief,
        Stalled = Brief,
        Quit = TimeSpan.FromMilliseconds(10),
    };

    [Property(MaxTest = 100, Arbitrary = [typeof(GarbledReplies)])]
    public async Task Calls_should_end_whatever_the_server_replies(NonEmptyArray<Garbage> replies, bool letsIn, bool hasFeatures, bool isActive)
    {
        var next = 0;
        string Reply() => replies.Get[next++ % replies.Get.Length].Text;
        await using var server = ScriptedServer.Start(async session =>
        {
            if (letsIn)
                await session.Login(hasFeatures ? "211-Features\r\n MLST type*;\r\n HASH MD5*\r\n REST STREAM\r\n MODE Z\r\n211 End" : "500 What?");
            else
                await session.Send(Reply());
            while (await session.ReadLine() is not null)
                await session.Send(Reply());
        });
        await Expected(async () =>
        {
            await using var client = await Connect(server, options => options with
            {
                Timeouts = Timeouts,
                Data = new() { Mode = isActive ? DataConnectionMode.Active : DataConnectionMode.Passive, Compresses = true },
            });
            Func<Task>[] calls =
            [
                () => client.CurrentDirectory(), () => client.Size("a"), () => client.Modified("a"), () => client.ListAll(), () => client.Stat("a"),
                () => client.Hash("a", HashKind.Md5), () => client.MakeDirectory("a/b"), () => client.Rename("a", "b"),
                async () => await (await client.OpenRead("a")).DisposeAsync(),
            ];
            foreach (var call in calls)
                await Expected(call);
        });
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(GarbledListings)])]
    public async Task Listings_and_trees_should_end_whatever_is_in_them_and_stay_where_they_belong(NonEmptyArray<Garbage> listings, bool isMachine)
    {
        var next = 0;
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(isMachine ? "211-Features\r\n MLST type*;size*;modify*;\r\n211 End" : "500 What?");
            while (await session.ReadLine() is { } line)
                await Answer(session, line, isMachine, () => listings.Get[next++ % listings.Get.Length].Text);
        });
        await using var client = await Connect(server, options => options with
        {
            Timeouts = Timeouts with { Reply = ScriptedSession.Patience, FinalReply = ScriptedSession.Patience, Connect = ScriptedSession.Patience, Stalled = ScriptedSession.Patience },
            Limits = new ClientLimits { MaxListingEntries = 50, MaxDepth = 3 },
        });
        await Expected(() => client.ListAll("/d", recursive: true));
        var local = new MemoryStorage();
        await local.MakeDirectory(FtpPath.Parse("/in"), default);
        await Expected(() => client.DownloadTree("/d", local, FtpPath.Parse("/in")));
        Assert.Equal(["in"], (await Names(local)).Order());
        await client.DisposeAsync();
    }

    private static async Task Answer(ScriptedSession session, string line, bool isMachine, Func<string> listing)
    {
        switch (line.Split(' ')[0])
        {
            case "EPSV":
                var listener = ScriptedSession.Listen();
                await session.Reply($"229 Here (|||{((IPEndPoint)listener.LocalEndpoint).Port}|)");
                var verb = await session.ReadLine();
                if (verb is null || (verb.StartsWith("MLSD", StringComparison.Ordinal) && !isMachine))
                {
                    await session.Reply("500 What?");
                    listener.Stop();
                    break;
                }

                await session.Reply("150 Here.");
                using (var data = await listener.AcceptSocketAsync())
                    await Record.ExceptionAsync(() => data.SendAsync(Encoding.Latin1.GetBytes(verb.StartsWith("RETR", StringComparison.Ordinal) ? "abcde" : listing())));
                listener.Stop();
                await session.Reply("226 Done.");
                break;
            case "MLST":
                await session.Reply(isMachine ? "250-Here:\r\n type=dir; /d\r\n250 End." : "500 What?");
                break;
            default:
                await session.Reply(line.StartsWith("CWD", StringComparison.Ordinal) ? "250 There." : "200 Yes.");
                break;
        }
    }

    private async Task<string[]> Names(MemoryStorage storage)
    {
        await using var ftp = await StartServer(options => options with { Storage = storage, Name = "names" });
        await using var client = await Connect(ftp);
        return [.. (await client.ListAll("/")).Select(entry => entry.Name)];
    }

    private static async Task Expected(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(ScriptedSession.Patience);
        }
        catch (Exception cause) when (cause is FtpException or NotSupportedException or StorageException)
        {
            // As documented.
        }
    }
}
