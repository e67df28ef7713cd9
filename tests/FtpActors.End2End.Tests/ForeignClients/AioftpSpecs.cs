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
}
