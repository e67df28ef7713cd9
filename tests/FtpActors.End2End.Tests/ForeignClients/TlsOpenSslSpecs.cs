namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsOpenSslSpecs() : TlsForeignClientSpecBase("openssl")
{
    [ForeignClientTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    [InlineData("-alpn ftp")]
    public async Task Openssl_should_log_in_over_explicit_and_implicit_TLS(string options)
    {
        foreach (var target in (string[])[$"-starttls ftp -connect 127.0.0.1:{Port}", $"-connect 127.0.0.1:{ImplicitPort}"])
        {
            var said = await RunWithInput("USER demo\nPASS demo\nQUIT\n", ["openssl", "s_client", "-quiet", "-crlf", .. options.Split(' '), .. target.Split(' ')]);
            Assert.Contains("230 ", said, StringComparison.Ordinal);
            Assert.Contains("221 ", said, StringComparison.Ordinal);
        }
    }

    [ForeignClientTheory("openssl")]
    [InlineData("127.0.0.1", false, "-tls1_2")]
    [InlineData("127.0.0.1", false, "-tls1_3")]
    [InlineData("127.0.0.1", true, "-tls1_2")]
    [InlineData("127.0.0.1", true, "-tls1_3")]
    [InlineData("::1", false, "-tls1_2")]
    [InlineData("::1", false, "-tls1_3")]
    [InlineData("::1", true, "-tls1_2")]
    [InlineData("::1", true, "-tls1_3")]
    public async Task Openssl_should_upload_list_and_download_over_explicit_and_implicit_TLS(string address, bool isImplicit, string version)
    {
        await RunScriptOn(Listener(address, isImplicit), ForeignClient.Python, "openssl_client.py", version, Work, isImplicit ? "implicit" : "explicit");
        Assert.Equal(Local("up.bin"), Remote("up.bin"));
        Assert.Equal(["up.bin"], TreeOf(Root).Keys);
    }
}
