using System.Net.Sockets;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>CLNT and CSID: programs name themselves.</summary>
[TranscriptOf("CLNT", "CSID")]
public class ClntSpecs : TranscriptSpecBase
{
    [Fact]
    public async Task A_name_should_be_noted_before_and_after_login()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("CLNT Tester 1.0", 200);
        await client.Command("STAT", 211, "Client: Tester 1.0");
        await client.Login();
        await client.Command("STAT", 211, "Client: Tester 1.0");
        await client.Command("CSID Name=Other; Version=2;", 200, "Name=FtpActors; Version=");
        await client.Command("STAT", 211, "Client: Other 2");
        await client.Command("CSID version=3 ; name = Third; OS=any", 200, "DirSep=/;");
        await client.Command("STAT", 211, "Client: Third 3");
    }

    [Fact]
    public async Task Without_a_name_they_should_read_501_and_note_nothing()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("CLNT Tester", 200);
        await client.Command("CLNT", 501);
        await client.Command("CSID", 501);
        await client.Command("CSID Version=2;", 501);
        await client.Command("CSID Name=;", 501);
        await client.Command("CSID Tester", 501);
        await client.Command("STAT", 211, "Client: Tester");
    }
}
