using FtpActors.Core.Tls;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>Clients that resume the TLS session of their control connection, where that is required.</summary>
public class TlsSessionReuseSpecs() : TlsForeignClientSpecBase("curl")
{
    [ForeignClientTheory("curl")]
    [InlineData("--tls-max 1.2")]
    [InlineData("--tlsv1.3")]
    public async Task Curl_should_be_served_where_data_connections_have_to_resume(string options)
    {
        var content = MakeFile("up.bin");
        string[] curl = ["curl", "-sS", "-k", "--fail", "--ssl-reqd", .. options.Split(' ')];
        await Run([.. curl, "-T", "up.bin", Url + "up.bin"]);
        Assert.Equal(content, Remote("up.bin"));
        await Run([.. curl, "-o", "down.bin", Url + "up.bin"]);
        Assert.Equal(content, Local("down.bin"));
    }

    [ForeignClientFact("lftp")]
    public async Task Lftp_should_be_served_where_data_connections_have_to_resume()
    {
        var content = MakeFile("up.bin");
        await Run("lftp", "--norc", "-c", "set cmd:fail-exit yes; set net:max-retries 1; set ssl:verify-certificate no; set ftp:ssl-force yes; "
            + $"set ftp:ssl-protect-data yes; open -u demo,demo ftp://127.0.0.1:{Port}; put up.bin; get up.bin -o down.bin; bye");
        Assert.Equal(content, Remote("up.bin"));
        Assert.Equal(content, Local("down.bin"));
    }

    [ForeignClientTheory("ftplib")]
    [InlineData("explicit", "resumed")]
    [InlineData("implicit", "resumed")]
    [InlineData("explicit", "unread")]
    public async Task Ftplib_should_be_served_where_data_connections_have_to_resume(string kind, string way) =>
        await RunScriptAt(kind == "implicit" ? ImplicitPort : Port, ForeignClient.Python, "ftplib_sessions.py", kind, way);

    [ForeignClientTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Openssl_should_be_served_with_its_own_session_only(string version) =>
        await RunScript(ForeignClient.Python, "openssl_sessions.py", version, Work);

    protected override FtpServerOptions Configure(FtpServerOptions options)
    {
        var configured = base.Configure(options);
        return configured with { Tls = configured.Tls! with { Server = configured.Tls.Server with { SessionReuse = SessionReuse.Require } } };
    }
}
