namespace FtpActors.End2End.Tests.ForeignClients;

public class NetFtpSpecs() : ForeignClientSpecBase("Net::FTP")
{
    [ForeignClientTheory("Net::FTP")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Net_FTP_should_upload_list_download_resume_abort_rename_and_delete(string mode)
    {
        PutBigFile();
        await RunScript("perl", "net_ftp_client.pl", mode, Work);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
