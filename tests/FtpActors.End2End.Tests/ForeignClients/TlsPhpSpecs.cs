namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsPhpSpecs() : TlsForeignClientSpecBase("php")
{
    [ForeignClientTheory("php")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Php_should_do_under_TLS_what_it_does_in_clear_text(string mode)
    {
        await RunScript("php", "ftp_client.php", mode, Work, "tls");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }
}
