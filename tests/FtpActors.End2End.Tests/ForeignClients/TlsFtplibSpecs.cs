namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsFtplibSpecs() : TlsForeignClientSpecBase("ftplib")
{
    [ForeignClientTheory("ftplib")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Ftplib_should_do_under_TLS_what_it_does_in_clear_text(string mode)
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "ftplib_client.py", mode, "tls");
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }
}
