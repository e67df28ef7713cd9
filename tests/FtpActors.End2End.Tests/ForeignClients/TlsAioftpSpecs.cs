namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>aioftp does the handshake of a data connection before it asks for the transfer. Where TLS starts at once it sends neither PBSZ nor
/// PROT; AUTH, which 0.21 has not, is done with its own commands and streams.</remarks>
public class TlsAioftpSpecs() : TlsForeignClientSpecBase("aioftp")
{
    [ForeignClientTheory("aioftp")]
    [InlineData("127.0.0.1", "tls")]
    [InlineData("::1", "tls")]
    [InlineData("127.0.0.1", "explicit")]
    [InlineData("::1", "explicit")]
    public async Task Aioftp_should_do_under_TLS_what_it_does_in_clear_text(string address, string security)
    {
        PutBigFile();
        await RunScriptOn(Listener(address, isImplicit: security == "tls"), ForeignClient.Python, "aioftp_client.py", Work, security);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }

    [ForeignClientTheory("aioftp")]
    [InlineData("127.0.0.1", "tls")]
    [InlineData("::1", "tls")]
    [InlineData("127.0.0.1", "explicit")]
    [InlineData("::1", "explicit")]
    public async Task Aioftp_should_mirror_a_tree_up_and_down_under_TLS(string address, string security)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await RunScriptOn(Listener(address, isImplicit: security == "tls"), ForeignClient.Python, "aioftp_mirror.py", source, Path.Combine(Work, "back"), security);
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "mirror", "source")));
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));
    }
}
