using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Churn;

/// <summary>One short life of a client, in one of many rude ways.</summary>
internal sealed class ChurnClient(FtpPair ftp, int number)
{
    public const string Big = "/big";
    public const string Small = "/small";

    private static readonly Func<ChurnClient, Task>[] Ways =
    [
        client => client.LeaveBeforeTheGreeting(),
        client => client.LeaveInTheMiddleOfALine(),
        client => client.ResetAfterLogin(),
        client => client.AnnounceAndLeave(),
        client => client.AnnounceConnectAndReset(),
        client => client.WaitForNobodyAndLeave(),
        client => client.ResetControlInADownload(),
        client => client.ResetDataInADownload(),
        client => client.ResetEverythingInADownload(),
        client => client.AbortADownload(),
        client => client.AbortAnUpload(),
        client => client.ResetControlInAnUpload(),
        client => client.ResetDataInAnUpload(),
        client => client.QuitInADownload(),
        client => client.QuitInAnUploadAndReset(),
        client => client.ResetInAnActiveDownload(),
        client => client.ListAndLeave(),
        client => client.UploadAndDownload(),
        client => client.FailToLogIn(),
    ];

    private static readonly byte[] Content = [.. Enumerable.Range(0, 50_000).Select(n => (byte)n)];

    private string Upload => $"/up{number}";

    public static int WayCount => Ways.Length;

    public Task Live() => Ways[number % Ways.Length](this);

    private async Task LeaveBeforeTheGreeting() => await (await FtpTranscript.Connect(ftp.EndPoint)).DisposeAsync();

    private async Task LeaveInTheMiddleOfALine()
    {
        await using var client = await ftp.Login();
        await client.SendText("RETR half a li");
    }

    private async Task ResetAfterLogin() => (await ftp.Login()).Reset();

    private async Task AnnounceAndLeave()
    {
        await using var client = await ftp.Login();
        await client.Epsv();
        await client.Epsv();
    }

    private async Task AnnounceConnectAndReset()
    {
        await using var client = await ftp.Login();
        (await client.OpenPassive()).Reset();
        await using var data = await client.OpenPassive();
        client.Reset();
    }

    private async Task WaitForNobodyAndLeave()
    {
        await using var client = await ftp.Login();
        await client.Epsv();
        await client.SendLine($"RETR {Big}");
    }

    private async Task ResetControlInADownload()
    {
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {Big}", 150);
        client.Reset();
    }

    private async Task ResetDataInADownload()
    {
        await using var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command($"RETR {Big}", 150);
        await data.ReadExactly(1000);
        data.Reset();
        await client.Expect(426);
        await client.Command("QUIT", 221);
    }

    private async Task ResetEverythingInADownload()
    {
        var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command($"RETR {Big}", 150);
        data.Reset();
        client.Reset();
    }

    private async Task AbortADownload()
    {
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {Big}", 150);
        await client.Command("ABOR", 426);
        await client.Expect(226);
        await client.Command("QUIT", 221);
    }

    private async Task AbortAnUpload()
    {
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await data.Write(Content);
        await client.Command("ABOR", 426);
        await client.Expect(226);
    }

    private async Task ResetControlInAnUpload()
    {
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await data.Write(Content);
        client.Reset();
        Assert.True(await data.EndsEmpty());
    }

    private async Task ResetDataInAnUpload()
    {
        await using var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await data.Write(Content);
        data.Reset();
        await client.Expect(426);
        await client.Command("QUIT", 221);
    }

    private async Task QuitInADownload()
    {
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {Small}", 150);
        await client.SendLine("QUIT");
        await data.ReadToEnd();
        await client.Expect(226);
        await client.Expect(221);
        await client.ExpectClosed();
    }

    private async Task QuitInAnUploadAndReset()
    {
        await using var client = await ftp.Login();
        var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await client.SendLine("QUIT");
        await data.Write(Content);
        data.Reset();
        await client.Expect(426);
        await client.Expect(221);
    }

    private async Task ResetInAnActiveDownload()
    {
        await using var client = await ftp.Login();
        await using var listener = await client.OpenActive();
        await client.SendLine($"RETR {Big}");
        await using var data = await listener.Accept();
        client.Reset();
    }

    private async Task ListAndLeave()
    {
        await using var client = await ftp.Login();
        await client.DownloadLines("MLSD");
        await using var data = await client.OpenPassive();
        await client.SendLine("LIST");
    }

    private async Task UploadAndDownload()
    {
        await using var client = await ftp.Login();
        await client.Upload($"STOR {Upload}", Content);
        Assert.Equal(Content, await client.Download($"RETR {Upload}"));
        await client.Command($"DELE {Upload}", 250);
        await client.Command("QUIT", 221);
    }

    private async Task FailToLogIn()
    {
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 530);
        await client.SendLine("USER demo");
    }
}
