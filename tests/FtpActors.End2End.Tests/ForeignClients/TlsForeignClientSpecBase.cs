using System.Net;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A server that serves nothing in clear text, on an explicit and an implicit listener of each address family.</summary>
public abstract class TlsForeignClientSpecBase(string client) : ForeignClientSpecBase(client)
{
    /// <param name="address">127.0.0.1 or ::1.</param>
    /// <param name="isImplicit">The one where TLS starts at once.</param>
    protected IPEndPoint Listener(string address, bool isImplicit)
    {
        var bound = Server.Bound.Result;
        var explicits = bound.Length - 2;
        return (isImplicit ? bound[explicits..] : bound[..explicits]).Single(one => one.Address.Equals(IPAddress.Parse(address)));
    }

    /// <summary>With name and password, and a slash at the end.</summary>
    protected string UrlOf(string address, bool isImplicit) => $"{(isImplicit ? "ftps" : "ftp")}://demo:demo@{Listener(address, isImplicit)}/";

    protected override FtpServerOptions Configure(FtpServerOptions options) => options with
    {
        Listen = [.. options.Listen, new IPEndPoint(IPAddress.IPv6Loopback, 0)],
        Tls = new FtpTlsOptions
        {
            Server = new TlsServerOptions { Certificates = new ThrowawayCertificates() },
            Policy = TlsPolicy.Required,
            Listen = [new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.IPv6Loopback, 0)],
            AllowsClearCommands = true,
        },
    };
}
