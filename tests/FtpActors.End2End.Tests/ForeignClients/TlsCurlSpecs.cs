namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>Passive only: active mode under TLS is broken in curl 7.87 and 7.88 (curl issue 10666).</summary>
public class TlsCurlSpecs() : TlsForeignClientSpecBase("curl")
{
    [ForeignClientTheory("curl")]
    [InlineData("127.0.0.1", false, "--ssl-reqd --tls-max 1.2")]
    [InlineData("::1", false, "--ssl-reqd --tls-max 1.2")]
    [InlineData("127.0.0.1", false, "--ssl-reqd --tlsv1.3")]
    [InlineData("::1", false, "--ssl-reqd --tlsv1.3")]
    [InlineData("127.0.0.1", false, "--ssl-reqd --ftp-ssl-ccc")]
    [InlineData("::1", false, "--ssl-reqd --ftp-ssl-ccc")]
    [InlineData("127.0.0.1", false, "--ssl-reqd --ftp-ssl-ccc-mode active")]
    [InlineData("::1", false, "--ssl-reqd --ftp-ssl-ccc-mode active")]
    [InlineData("127.0.0.1", true, "--tls-max 1.2")]
    [InlineData("::1", true, "--tls-max 1.2")]
    [InlineData("127.0.0.1", true, "--tlsv1.3")]
    [InlineData("::1", true, "--tlsv1.3")]
    public async Task Curl_should_upload_list_and_download_under_TLS(string address, bool isImplicit, string options)
    {
        var url = UrlOf(address, isImplicit);
        var content = MakeFile("up.bin", 3_000_000);
        await Curl(options, "-T", "up.bin", url + "up.bin");
        Assert.Equal(content, Remote("up.bin"));
        Assert.EndsWith(" up.bin\n", await Curl(options, url), StringComparison.Ordinal);
        await Curl(options, "-o", "down.bin", url + "up.bin");
        Assert.Equal(content, Local("down.bin"));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_be_told_why_it_may_not_log_in_in_clear_text() =>
        Assert.Contains("AUTH TLS", await Run("sh", "-c", $"curl -sv {Url} 2>&1 | cat"), StringComparison.Ordinal);

    private Task<string> Curl(string options, params string[] arguments) =>
        Run(["curl", "-sS", "-k", "--fail", .. options.Split(' '), .. arguments]);
}
