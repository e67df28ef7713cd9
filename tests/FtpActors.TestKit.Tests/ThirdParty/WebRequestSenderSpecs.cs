using System.Net;

namespace FtpActors.TestKit.Tests.ThirdParty;

public sealed class WebRequestSenderSpecs : ThirdPartySpecBase
{
    protected override IFileSender Client(IPEndPoint server, NetworkCredential login) => new WebRequestSender(server, login);
}
