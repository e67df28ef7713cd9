using FtpActors.Core.Flows;
using FtpActors.Server;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>The script throttles its own side too.</remarks>
public class AioftpThrottledSpecs() : ForeignClientSpecBase("aioftp")
{
    [ForeignClientFact("aioftp")]
    public async Task Aioftp_should_do_all_it_can_where_the_server_holds_data_back()
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "aioftp_client.py", Work);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }

    protected override FtpServerOptions Configure(FtpServerOptions options)
    {
        var limit = new ThrottleOptions { Upload = 3_000_000, Download = 3_000_000 };
        return options with { Throttle = new ThrottleLevels { Connection = limit } };
    }
}
