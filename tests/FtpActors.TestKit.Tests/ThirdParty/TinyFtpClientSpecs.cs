using System.Net;

namespace FtpActors.TestKit.Tests.ThirdParty;

public sealed class TinyFtpClientSpecs : ThirdPartySpecBase
{
    protected override IFileSender Client(IPEndPoint server, NetworkCredential login) => new TinyFtpClient(server, login);

    /// <summary>The file had arrived, which the client cannot know. The one of .NET does not look.</summary>
    [Fact]
    public async Task An_upload_whose_reply_is_lost_should_be_tried_again()
    {
        Ftp.Faults.Next("STOR", FtpFault.LoseReply);

        Assert.Equal(2, await Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal(Report, await Ftp.Get("/report.csv"));
    }
}
