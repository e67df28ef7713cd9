namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsFtplibSpecs() : TlsForeignClientSpecBase("ftplib")
{
    [ForeignClientTheory("ftplib")]
    [InlineData("127.0.0.1", "passive")]
    [InlineData("::1", "passive")]
    [InlineData("127.0.0.1", "active")]
    [InlineData("::1", "active")]
    public async Task Ftplib_should_do_under_TLS_what_it_does_in_clear_text(string address, string mode)
    {
        PutBigFile();
        await RunScriptOn(Listener(address, isImplicit: false), ForeignClient.Python, "ftplib_client.py", mode, "tls");
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
