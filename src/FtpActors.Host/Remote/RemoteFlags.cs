using System.CommandLine;
using FtpActors.Client;
using FtpActors.Client.Data;
using FtpActors.Client.Proxies;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;

namespace FtpActors.Host.Remote;

/// <summary>The flags of every subcommand that is a client.</summary>
internal sealed class RemoteFlags
{
    private readonly Option<RemoteTls> _tls = new("--tls")
    {
        Description = "Encryption of ftp:// URLs: prefer (where the server has it, the default), off, require, or insecure (require, with any certificate). Begin with ftps:// for TLS from the first byte.",
        HelpName = "off|prefer|require|insecure",
    };

    private readonly Option<bool> _active = new("--active") { Description = "The server opens data connections, in place of this side." };

    private readonly Option<bool> _compress = new("--compress") { Description = "Data is compressed on its way (MODE Z) where the server can do that." };

    private readonly Option<string> _proxy = new("--proxy")
    {
        Description = "Everything goes through it. A password may also be that of ALL_PROXY, which counts where this flag is not given.",
        HelpName = "socks5|http://USER:PASSWORD@HOST:PORT",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Answers in JSON, an object on each line." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tls, _active, _compress, _proxy, _json })
            command.Options.Add(option);
    }

    public bool IsJson(ParseResult result) => result.GetValue(_json);

    /// <summary>Everything but who logs in.</summary>
    /// <exception cref="RemoteUsageException">The proxy is none.</exception>
    public FtpClientOptions Options(ParseResult result, RemoteUrl url, HostConsole console)
    {
        var tls = result.GetValue(_tls);
        return url.Options with
        {
            Tls = new ClientTlsOptions
            {
                Mode = url.IsImplicit ? FtpTlsMode.Implicit : tls switch
                {
                    RemoteTls.Off => FtpTlsMode.Never,
                    RemoteTls.Prefer => FtpTlsMode.Prefer,
                    _ => FtpTlsMode.Require,
                },
                Validation = tls == RemoteTls.Insecure ? static (_, _, _, _) => true : null,
            },
            Data = new DataConnectionOptions
            {
                Mode = result.GetValue(_active) ? DataConnectionMode.Active : DataConnectionMode.Passive,
                Compresses = result.GetValue(_compress),
            },
            Proxy = Proxy(result.GetValue(_proxy) ?? console.Variable("ALL_PROXY") ?? console.Variable("all_proxy")),
        };
    }

    private static ProxyOptions? Proxy(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Scheme is not ("socks5" or "socks5h" or "http"))
            throw new RemoteUsageException("A proxy is socks5://HOST:PORT or http://HOST:PORT.");
        var isSocks = url.Scheme != "http";
        var login = url.UserInfo.Split(':', 2);
        return new ProxyOptions
        {
            Kind = isSocks ? ProxyKind.Socks5 : ProxyKind.HttpConnect,
            Host = url.IdnHost.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : isSocks ? 1080 : 80,
            User = login[0].Length > 0 ? Uri.UnescapeDataString(login[0]) : null,
            Password = new Password(login.Length > 1 ? Uri.UnescapeDataString(login[1]) : ""),
        };
    }
}
