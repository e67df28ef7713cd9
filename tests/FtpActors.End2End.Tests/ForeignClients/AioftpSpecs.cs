namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>Passive only: aioftp knows no active mode.</remarks>
public class AioftpSpecs() : ForeignClientSpecBase("aioftp")
{
    [ForeignClientFact("aioftp")]
    public async Task Aioftp_should_do_all_it_can()
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "aioftp_client.py", Work);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }

    [ForeignClientFact("aioftp")]
    public async Task Aioftp_should_mirror_a_tree_up_and_down()
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await RunScript(ForeignClient.Python, "aioftp_mirror.py", source, Path.Combine(Work, "back"));
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "mirror", "source")));
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));
    }
}
