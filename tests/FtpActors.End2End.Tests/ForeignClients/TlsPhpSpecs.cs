namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsPhpSpecs() : TlsForeignClientSpecBase("php")
{
    [ForeignClientTheory("php")]
    [InlineData("127.0.0.1", "passive")]
    [InlineData("::1", "passive")]
    [InlineData("127.0.0.1", "active")]
    [InlineData("::1", "active")]
    public async Task Php_should_do_under_TLS_what_it_does_in_clear_text(string address, string mode)
    {
        await RunScriptOn(Listener(address, isImplicit: false), "php", "ftp_client.php", mode, Work, "tls");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }
}
