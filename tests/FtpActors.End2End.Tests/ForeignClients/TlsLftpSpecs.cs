namespace FtpActors.End2End.Tests.ForeignClients;

public class TlsLftpSpecs() : TlsForeignClientSpecBase("lftp")
{
    [ForeignClientTheory("lftp")]
    [InlineData(false, "set ftp:passive-mode yes")]
    [InlineData(false, "set ftp:passive-mode no")]
    [InlineData(false, "set ftp:sync-mode no")]
    [InlineData(false, "set ssl:priority NORMAL:-VERS-TLS1.3")]
    [InlineData(true, "set ftp:passive-mode yes")]
    public async Task Lftp_should_mirror_a_tree_up_and_down_under_TLS(bool isImplicit, string settings)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await Lftp(isImplicit, settings, "mirror --reverse --parallel=2 source tree");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "tree")));
        await Lftp(isImplicit, settings, "mirror --parallel=2 tree back");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));
    }

    private Task<string> Lftp(bool isImplicit, string settings, params string[] commands) => Run(
        "lftp",
        "--norc",
        "-c",
        "set cmd:fail-exit yes; set net:max-retries 2; set net:timeout 30; set net:reconnect-interval-base 1; set ssl:verify-certificate no; "
        + $"set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:ssl-protect-list yes; {settings}; "
        + $"open -u demo,demo {(isImplicit ? $"ftps://127.0.0.1:{ImplicitPort}" : $"ftp://127.0.0.1:{Port}")}; {string.Join("; ", commands)}; bye");
}
