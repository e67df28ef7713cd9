using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.Cluster.Tests;

/// <summary>Uploads files one after the other, each to the next server that takes it.</summary>
/// <param name="name">What its files begin with.</param>
/// <param name="servers">Where they are at this moment.</param>
internal sealed class UploadingClient(string name, Func<IPEndPoint[]> servers)
{
    public const int Size = 40_000;

    private int _turn;

    /// <summary>Names of files that the server said it has.</summary>
    public ConcurrentQueue<string> Stored { get; } = [];

    /// <summary>Uploads that had begun, with what became of them.</summary>
    public ConcurrentQueue<string> Lost { get; } = [];

    public async Task Run(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var all = servers();
            await Upload(all[_turn++ % all.Length], $"{name}-{number}");
        }
    }

    private async Task Upload(IPEndPoint server, string file)
    {
        var hasBegun = false;
        try
        {
            await using var client = await FtpTranscript.Connect(server);
            await client.Expect(220);
            await client.Login();
            await client.Command("TYPE I", 200);
            await using var data = await client.OpenPassive();
            await client.Command($"STOR {file}", 150);
            hasBegun = true;
            await data.Write(new byte[Size / 2]);
            await data.Write(new byte[Size / 2]);
            await data.Complete();
            await client.Expect(226);
            Stored.Enqueue(file);
        }
        catch (Exception cause) when (cause is FtpTranscriptException or SocketException or IOException)
        {
            // A server that goes refuses; a client comes back to another one.
            if (hasBegun)
                Lost.Enqueue($"{file}: {cause.Message}");
        }
    }
}
