using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Verbs that RFCs know and this server does not offer: 502, or 503 for what follows what is not offered; 500 is for the rest.</summary>
[TranscriptOf("SMNT", "LPRT", "LPSV", "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "MIC", "CONF", "ENC")]
public class NotOfferedSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task They_should_read_the_same_before_and_after_login(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        for (var round = 0; round < 2; round++)
        {
            await client.Command("SMNT /", 502);
            await client.Command("LPRT 4,4,127,0,0,1,2,4,0", 502, "EPRT");
            await client.Command("LPSV", 502, "EPSV");
            await client.Command("AUTH GSSAPI", 502);
            await client.Command("ADAT AAAA", 503);
            await client.Command("PBSZ 0", 503);
            await client.Command("PROT P", 503);
            await client.Command("CCC", 503);
            await client.Command("MIC AAAA", 503);
            await client.Command("CONF AAAA", 503);
            await client.Command("ENC AAAA", 503);
            await client.Command("XSEM demo", 500, "XSEM");
            await client.Login();
        }
    }

    [Fact]
    public async Task They_should_leave_what_the_session_is_about_to_do()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("REST 4", 350);
        await client.Command("SMNT /", 502);
        Assert.Equal(Ascii("456789"), await client.Download("RETR a"));
        await client.Command("RNFR a", 350);
        await client.Command("NONSENSE", 500);
        await client.Command("RNTO b", 250);
    }
}
