using System.Collections.Immutable;
using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>HOST: several servers at one address (RFC 7151).</summary>
[TranscriptOf("HOST")]
public class HostSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Every_host_should_have_its_own_users_files_welcome_and_limits(AddressFamily family)
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("other") }]);
        var host = new VirtualHost
        {
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
            Welcome = "Another server.",
            Limits = new LimitOptions { MaxSessionsPerUser = 1 },
        };
        await using var ftp = await Start(family, options => options with
        {
            Hosts = ImmutableDictionary<string, VirtualHost>.Empty.Add("ftp.example.org", host),
        });
        await ftp.Put("/main", Ascii("main"));

        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(220);
        Assert.Contains("HOST", (await client.Ask("FEAT")).Lines);
        await client.Command("HOST", 501);
        await client.Command("HOST no_name!", 501);
        await client.Command("HOST nowhere.example.org", 504);
        await client.Command("HOST 192.0.2.1", 504);
        await client.Command($"HOST {(family == AddressFamily.InterNetwork ? "127.0.0.1" : "[::1]")}", 220);
        await client.Command("HOST ftp.example.org", 220, "Another server.");
        await client.Command("USER demo", 331);
        await client.Command("HOST ftp.example.org", 503);
        await client.Command("PASS other", 230);
        Assert.Empty(await client.DownloadLines("NLST"));
        await client.Upload("STOR there", Ascii("there"));

        await using var second = await FtpTranscript.Connect(ftp.EndPoint);
        await second.Expect(220);
        await second.Command("HOST ftp.example.org", 220);
        await second.Command("USER demo", 331);
        await second.Command("PASS other", 421);

        // The user demo of the server itself is somebody else.
        await using var main = await ftp.Login();
        Assert.Equal(["main"], await main.DownloadLines("NLST"));

        await client.Command("REIN", 220);
        await client.Command("USER demo", 331);
        await client.Command("PASS demo", 230);
        Assert.Equal(["main"], await client.DownloadLines("NLST"));
    }
}
