using System.Net.Sockets;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Clients that expect another server.</summary>
public class CompatibilityTranscriptSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_client_should_get_what_suits_it_once_it_has_said_its_name(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with
        {
            Compatibility = [new CompatibilityRule { User = "demo", Client = "old*", Syst = "Windows_NT", ListFormat = ListFormat.Dos }],
        });
        await using var client = await ftp.Login();
        await client.Command("MKD sub", 257);
        await client.Command("SYST", 215, "UNIX");
        Assert.StartsWith("drwx", Assert.Single(await client.DownloadLines("LIST")), StringComparison.Ordinal);

        await client.Command("CLNT OldScanner 1.0", 200);

        await client.Command("SYST", 215, "Windows_NT");
        Assert.EndsWith("M       <DIR>          sub", Assert.Single(await client.DownloadLines("LIST")), StringComparison.Ordinal);
    }

    [Theory, BothFamilies]
    public async Task A_client_should_get_200_for_verbs_that_it_takes_for_granted(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with
        {
            Compatibility = [new CompatibilityRule { Accepted = ["OPTS", "SITE", "XDEV"] }],
        });
        await using var client = await ftp.Login();

        await client.Command("XDEV scanner", 200, "XDEV accepted, without effect.");
        await client.Command("OPTS PASV USELEADING", 200, "OPTS accepted, without effect.");
        await client.Command("SITE FILETYPE=JES", 200, "SITE accepted, without effect.");
        await client.Command("SITE HELP", 214);
        await client.Command("XOTHER", 500);
        await client.Command("RETR missing", 425);
    }
}
