namespace FtpActors.End2End.Tests.ForeignClients;

public class FtplibSpecs() : ForeignClientSpecBase("ftplib")
{
    [ForeignClientTheory("ftplib")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Ftplib_should_upload_list_download_resume_abort_rename_and_delete(string mode)
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "ftplib_client.py", mode);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
