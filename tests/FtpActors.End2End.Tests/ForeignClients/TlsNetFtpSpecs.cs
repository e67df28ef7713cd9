namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsNetFtpSpecs() : TlsForeignClientSpecBase("Net::FTP with TLS")
{
    [ForeignClientTheory("Net::FTP with TLS")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Net_FTP_should_do_under_TLS_what_it_does_in_clear_text(string mode)
    {
        PutBigFile();
        await RunScript("perl", "net_ftp_client.pl", mode, Work, "explicit");
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
