using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Tls;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>A server with TLS on an explicit and an implicit listener.</summary>
public abstract class TlsSpecBase : TranscriptSpecBase
{
    /// <param name="family">Of both listeners.</param>
    /// <param name="policy">At both.</param>
    /// <param name="change">Of the options of TLS.</param>
    /// <param name="configure">Of the server.</param>
    protected static Task<FtpPair> StartTls(
        AddressFamily family = AddressFamily.InterNetwork,
        TlsPolicy policy = TlsPolicy.Optional,
        Func<FtpTlsOptions, FtpTlsOptions>? change = null,
        Func<FtpServerOptions, FtpServerOptions>? configure = null)
    {
        var loopback = family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback;
        var tls = new FtpTlsOptions
        {
            Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("ftp.example.org") },
            Policy = policy,
            Listen = [new IPEndPoint(loopback, 0)],
        };
        return Start(family, options =>
        {
            options = options with { Tls = change?.Invoke(tls) ?? tls };
            return configure?.Invoke(options) ?? options;
        });
    }

    /// <summary>A client on the implicit listener that has read the greeting.</summary>
    protected static async Task<FtpTranscript> ConnectImplicit(FtpPair ftp, string? serverName = null)
    {
        var client = await FtpTranscript.Connect(ftp.ImplicitEndPoint);
        await client.StartTls(serverName);
        await client.Expect(220);
        return client;
    }

    /// <summary>A client under TLS, logged in, TYPE I, PROT P.</summary>
    protected static async Task<FtpTranscript> LoginTls(FtpPair ftp)
    {
        var client = await ftp.Connect();
        await client.AuthTls();
        await client.Login();
        await client.ProtectData();
        await client.Command("TYPE I", 200);
        return client;
    }
}
