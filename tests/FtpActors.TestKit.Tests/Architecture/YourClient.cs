using System.Net;

namespace FtpActors.TestKit.Tests.Architecture;

/// <summary>Stands for whatever client somebody tests.</summary>
internal sealed class YourClient(IPEndPoint server, string user, string password)
{
    public async Task Send(string name, byte[] content)
    {
        await using var client = await FtpTranscript.Connect(server);
        await client.Expect(220);
        await client.Login(user, password);
        await client.Command("TYPE I", 200);
        await client.Upload($"STOR {name}", content);
        await client.Command("QUIT", 221);
    }
}
