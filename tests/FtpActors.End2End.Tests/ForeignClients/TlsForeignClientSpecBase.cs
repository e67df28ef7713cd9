using System.Net;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A server that serves nothing in clear text, on an explicit and an implicit listener.</summary>
public abstract class TlsForeignClientSpecBase(string client) : ForeignClientSpecBase(client)
{
    /// <summary>With name and password, and a slash at the end.</summary>
    protected string ImplicitUrl => $"ftps://demo:demo@127.0.0.1:{ImplicitPort}/";

    protected override FtpServerOptions Configure(FtpServerOptions options) => options with
    {
        Tls = new FtpTlsOptions
        {
            Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() },
            Policy = TlsPolicy.Required,
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            AllowsClearCommands = true,
        },
    };
}
