using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Churn;

/// <summary>One short life of a client under TLS, in one of many rude ways.</summary>
internal sealed class TlsChurnClient(FtpPair ftp, int number)
{
    private static readonly Func<TlsChurnClient, Task>[] Ways =
    [
        client => client.LeaveBeforeTheHandshake(),
        client => client.SayGarbageInPlaceOfTheHandshake(),
        client => client.SendAheadOfTheHandshake(),
        client => client.ResetAfterLogin(),
        client => client.LeaveWithoutCloseNotify(),
        client => client.LeaveADownloadBeforeItsHandshake(),
        client => client.ResetDataInADownload(),
        client => client.ResetControlInADownload(),
        client => client.TruncateAnUpload(),
        client => client.AbortAnUpload(),
        client => client.ClearAndLeave(),
        client => client.ClearAndReset(),
        client => client.UploadAndQuit(),
    ];

    private static readonly byte[] Content = new byte[50_000];

    private string Upload => $"/up{number}";

    public Task Live() => Ways[number % Ways.Length](this);

    private async Task LeaveBeforeTheHandshake()
    {
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 234);
    }

    private async Task SayGarbageInPlaceOfTheHandshake()
    {
        await using var client = await ftp.Connect();
        await client.Command("AUTH TLS", 234);
        await client.SendBytes(Content.AsMemory(0, 100));
    }

    private async Task SendAheadOfTheHandshake()
    {
        await using var client = await ftp.Connect();
        await client.SendText("AUTH TLS\r\nNOOP\r\n");
        await client.Expect(421);
    }

    private async Task ResetAfterLogin() => (await Login()).Reset();

    private async Task LeaveWithoutCloseNotify()
    {
        var client = await Login();
        client.CompleteSend();
        await client.DisposeAsync();
    }

    private async Task LeaveADownloadBeforeItsHandshake()
    {
        await using var client = await Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {ChurnClient.Big}", 150);
    }

    private async Task ResetDataInADownload()
    {
        await using var client = await Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {ChurnClient.Big}", 150);
        await data.StartTls(client.TlsClient);
        await data.ReadExactly(1000);
        data.Reset();
        await client.Expect(426);
    }

    private async Task ResetControlInADownload()
    {
        await using var client = await Login();
        await using var data = await client.OpenPassive();
        await client.Command($"RETR {ChurnClient.Big}", 150);
        await data.StartTls(client.TlsClient);
        client.Reset();
    }

    private async Task TruncateAnUpload()
    {
        await using var client = await Login();
        await using var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content);
        data.CompleteSend();
        await client.Expect(426);
    }

    private async Task AbortAnUpload()
    {
        await using var client = await Login();
        await using var data = await client.OpenPassive();
        await client.Command($"STOR {Upload}", 150);
        await data.StartTls(client.TlsClient);
        await data.Write(Content);
        await client.Command("ABOR", 426);
        await client.Expect(226);
    }

    private async Task ClearAndLeave()
    {
        await using var client = await Login();
        await client.Command("CCC", 200);
        await client.EndTls();
        await client.Command("NOOP", 200);
    }

    private async Task ClearAndReset()
    {
        var client = await Login();
        await client.Command("CCC", 200);
        client.Reset();
    }

    private async Task UploadAndQuit()
    {
        await using var client = await Login();
        await client.Upload($"STOR {ChurnClient.Small}", Content);
        await client.Command("QUIT", 221);
        await client.ExpectClosed();
    }

    private async Task<FtpTranscript> Login()
    {
        var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.ProtectData();
        return client;
    }
}
