using System.Text;
using FtpActors.Client.Data;

namespace FtpActors.Client.Tests.Connections;

/// <summary>Whatever servers say, calls end, and with nothing but what they are documented to end with.</summary>
public class FuzzSpecs : ClientSpecBase
{
    private const int Rounds = 80;

    private static readonly string[] Pieces =
    [
        "220 ", "220-", "230 ", "331 ", "150 ", "226 ", "200 ", "227 ", "229 ", "213 ", "257 ", "421 ", "550 ", "999 ", "22", "\r\n", "\n", "\r", "\0", "\u00ff",
        "(|||1|)", "(|||65536|)", "(127,0,0,1,0,1)", "(300,0,0,1,0,1)", "\"/\"", "\"", "99999999999999999999", "MLST type*;", " ", "-", "ü",
    ];

    [Fact]
    public async Task Calls_should_end_whatever_the_server_replies()
    {
        var brief = TimeSpan.FromMilliseconds(100);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(round);
            await using var server = ScriptedServer.Start(async session =>
            {
                if (round % 4 != 0)
                    await session.Login(round % 2 == 0 ? "211-Features\r\n MLST type*;\r\n HASH MD5*\r\n REST STREAM\r\n211 End" : "500 What?");
                else
                    await session.Send(Garbage(random));
                while (await session.ReadLine() is not null)
                    await session.Send(Garbage(random));
            });
            await Expected(async () =>
            {
                await using var client = await Connect(server, options => options with
                {
                    Timeouts = new ClientTimeouts { Reply = brief, FinalReply = brief, Connect = brief, Abort = brief, Stalled = brief, Quit = TimeSpan.FromMilliseconds(10) },
                    Data = new() { Mode = round % 3 == 0 ? DataConnectionMode.Active : DataConnectionMode.Passive },
                });
                Func<Task>[] calls =
                [
                    () => client.CurrentDirectory(), () => client.Size("a"), () => client.Modified("a"), () => client.ListAll(), () => client.Stat("a"),
                    () => client.Hash("a", FtpActors.Core.Hashing.HashKind.Md5), () => client.MakeDirectory("a/b"), () => client.Rename("a", "b"),
                    async () => await (await client.OpenRead("a")).DisposeAsync(),
                ];
                foreach (var call in calls)
                    await Expected(call);
            });
        }
    }

    private static string Garbage(Random random)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(1, 6); pieces > 0; pieces--)
            text.Append(Pieces[random.Next(Pieces.Length)]);
        return random.Next(4) == 0 ? text.ToString() : text.Append("\r\n").ToString();
    }

    private static async Task Expected(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(ScriptedSession.Patience);
        }
        catch (Exception cause) when (cause is FtpException or NotSupportedException)
        {
            // As documented.
        }
    }
}
