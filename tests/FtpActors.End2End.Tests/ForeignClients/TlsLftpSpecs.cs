namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>Passive only over IPv6: its EPRT names the address `::` there, at which nobody can be reached (lftp 4.9.2).</remarks>
public class TlsLftpSpecs() : TlsForeignClientSpecBase("lftp")
{
    [ForeignClientTheory("lftp")]
    [InlineData("127.0.0.1", false, "set ftp:passive-mode yes")]
    [InlineData("::1", false, "set ftp:passive-mode yes")]
    [InlineData("127.0.0.1", false, "set ftp:passive-mode no")]
    [InlineData("127.0.0.1", false, "set ftp:sync-mode no")]
    [InlineData("127.0.0.1", false, "set ssl:priority NORMAL:-VERS-TLS1.3")]
    [InlineData("::1", false, "set ssl:priority NORMAL:-VERS-TLS1.3")]
    [InlineData("127.0.0.1", true, "set ftp:passive-mode yes")]
    [InlineData("::1", true, "set ftp:passive-mode yes")]
    public async Task Lftp_should_mirror_a_tree_up_and_down_under_TLS(string address, bool isImplicit, string settings)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await Lftp(address, isImplicit, settings, "mirror --reverse --parallel=2 source tree");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "tree")));
        await Lftp(address, isImplicit, settings, "mirror --parallel=2 tree back");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));
    }

    private Task<string> Lftp(string address, bool isImplicit, string settings, params string[] commands) => Run(
        "lftp",
        "--norc",
        "-c",
        "set cmd:fail-exit yes; set net:max-retries 2; set net:timeout 30; set net:reconnect-interval-base 1; set ssl:verify-certificate no; "
        + $"set ftp:ssl-force yes; set ftp:ssl-protect-data yes; set ftp:ssl-protect-list yes; {settings}; "
        + $"open {UrlOf(address, isImplicit)}; {string.Join("; ", commands)}; bye");
}
