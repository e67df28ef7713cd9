using System.Diagnostics.CodeAnalysis;
using FtpActors.Client;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;

namespace FtpActors.Host.Remote;

/// <summary>A place on a server: <c>ftp://USER@HOST:PORT/PATH</c>, or <c>ftps://</c> for TLS from the first byte.</summary>
/// <param name="Url">Absolute, of one of the two schemes.</param>
internal sealed record RemoteUrl(Uri Url)
{
    private const int ImplicitPort = 990;

    /// <summary>As the server names it; <c>/</c> when the URL has none.</summary>
    public string Path => Uri.UnescapeDataString(Url.AbsolutePath);

    /// <returns>False for what is no such URL, which may be a local path, and for one with a password in it.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out RemoteUrl? url)
    {
        url = Uri.TryCreate(text, UriKind.Absolute, out var parsed) && parsed.Scheme is "ftp" or "ftps" && parsed.Host.Length > 0 && !parsed.UserInfo.Contains(':')
            ? new RemoteUrl(parsed)
            : null;
        return url is not null;
    }

    /// <param name="tls">How <c>ftp://</c> is encrypted; <c>ftps://</c> always is.</param>
    /// <param name="password">Of the user in the URL; guests need none.</param>
    public FtpClientOptions Options(RemoteTls tls, Password? password)
    {
        var isImplicit = Url.Scheme == "ftps";
        var options = new FtpClientOptions
        {
            Host = Url.IdnHost.Trim('[', ']'),
            Port = !Url.IsDefaultPort && Url.Port > 0 ? Url.Port : isImplicit ? ImplicitPort : 21,
            Tls = new ClientTlsOptions
            {
                Mode = isImplicit ? FtpTlsMode.Implicit : tls switch
                {
                    RemoteTls.Off => FtpTlsMode.Never,
                    RemoteTls.Prefer => FtpTlsMode.Prefer,
                    _ => FtpTlsMode.Require,
                },
                Validation = tls == RemoteTls.Insecure ? static (_, _, _, _) => true : null,
            },
        };
        return Url.UserInfo.Length == 0 ? options : options with { User = Uri.UnescapeDataString(Url.UserInfo), Password = password ?? new Password("") };
    }
}
