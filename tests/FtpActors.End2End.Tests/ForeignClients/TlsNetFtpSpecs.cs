namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsNetFtpSpecs() : TlsForeignClientSpecBase("Net::FTP with TLS")
{
    [ForeignClientTheory("Net::FTP with TLS")]
    [InlineData("127.0.0.1", "passive")]
    [InlineData("::1", "passive")]
    [InlineData("127.0.0.1", "active")]
    [InlineData("::1", "active")]
    public async Task Net_FTP_should_do_under_TLS_what_it_does_in_clear_text(string address, string mode)
    {
        PutBigFile();
        await RunScriptOn(Listener(address, isImplicit: false), "perl", "net_ftp_client.pl", mode, Work, "explicit");
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
