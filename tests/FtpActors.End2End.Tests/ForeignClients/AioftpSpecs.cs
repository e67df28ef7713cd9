namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>Passive only: aioftp knows no active mode.</remarks>
public class AioftpSpecs() : ForeignClientSpecBase("aioftp")
{
    [ForeignClientFact("aioftp")]
    public async Task Aioftp_should_upload_list_download_resume_abort_rename_and_delete()
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "aioftp_client.py", Work);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
