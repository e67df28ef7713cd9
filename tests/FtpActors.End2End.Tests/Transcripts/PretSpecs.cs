using System.Net.Sockets;
using FtpActors.Core.Wire;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>PRET, ESTA and ESTP: questions about the data connection that comes next.</summary>
[TranscriptOf("PRET", "ESTA", "ESTP")]
public class PretSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task ESTA_and_ESTP_should_show_what_is_announced(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/f", Ascii("content"));
        await using var client = await ftp.Login();
        await client.Command("ESTA", 503);
        await client.Command("ESTP", 503);
        var passive = await client.Epsv();
        await client.Command("ESTP", 225, $"({HostPort.FormatEprt(passive)})");
        await client.Command("ESTA", 503);
        await using var listener = await client.OpenActive();
        await client.Command("ESTA", 225, $"({HostPort.FormatEprt(listener.EndPoint)})");
        await client.Command("ESTP", 503);
        await client.SendLine("RETR f");
        await using var data = await listener.Accept();
        await client.Expect(150);
        await client.Expect(226);
        await client.Command("ESTA", 503);
    }

    [Theory, BothFamilies]
    public async Task PRET_should_answer_as_the_transfer_would(AddressFamily family)
    {
        await using var ftp = await Start(family, Closed);
        await ftp.Put("/f", Ascii("content"));
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await using var client = await ftp.Login();
        await client.Command("PRET RETR f", 200, "RETR");
        Assert.Equal(Ascii("content"), await client.Download("RETR f"));
        await client.Command("PRET LIST", 200);
        await client.Command("PRET STOR new", 200);
        await client.Command("PRET MLSD", 200);
        await client.Command("PRET RETR nothing", 550, "/nothing: no such file or directory");
        await client.Command("PRET RETR closed", 550, "/closed: permission denied");
        await client.Command("PRET RETR /", 550);
        await client.Command("PRET MLSD nothing", 550);
        await client.Command("PRET LIST closed", 550);
        await client.Command("PRET STOR", 501);
        await client.Command("PRET", 501);
        await client.Command("PRET DELE f", 504);
        await client.Command("PRET NONSENSE", 504);
        await client.Command("RETR f", 425);
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("PRET RETR f", 530);
        await client.Command("ESTA", 530);
        await client.Command("ESTP", 530);
    }
}
