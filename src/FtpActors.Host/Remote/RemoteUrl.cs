using System.Diagnostics.CodeAnalysis;
using FtpActors.Client;

namespace FtpActors.Host.Remote;

/// <summary>A place on a server: <c>ftp://USER@HOST:PORT/PATH</c>, or <c>ftps://</c> for TLS from the first byte.</summary>
/// <param name="Url">Absolute, of one of the two schemes, without a password.</param>
internal sealed record RemoteUrl(Uri Url)
{
    private const int ImplicitPort = 990;

    /// <summary>As the server names it; <c>/</c> when the URL has none.</summary>
    public string Path => Uri.UnescapeDataString(Url.AbsolutePath);

    /// <summary>Null for nobody.</summary>
    public string? User => Url.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(Url.UserInfo);

    public bool IsImplicit => Url.Scheme == "ftps";

    /// <summary>Options with host and port alone.</summary>
    public FtpClientOptions Options => new()
    {
        Host = Url.IdnHost.Trim('[', ']'),
        Port = !Url.IsDefaultPort && Url.Port > 0 ? Url.Port : IsImplicit ? ImplicitPort : 21,
    };

    /// <returns>False for what is no such URL, which may be a local path.</returns>
    /// <exception cref="RemoteUsageException">A URL of another scheme, with a fragment, or with a password, which everybody on the machine could read.</exception>
    public static bool TryParse(string text, [NotNullWhen(true)] out RemoteUrl? url)
    {
        url = null;
        if (!text.Contains("://", StringComparison.Ordinal))
            return false;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("ftp" or "ftps") || parsed.Host.Length == 0)
            throw new RemoteUsageException($"{text} is no URL of a server: ftp://USER@HOST:PORT/PATH or ftps://…");
        if (parsed.UserInfo.Contains(':'))
            throw new RemoteUsageException($"A URL must not have a password in it, which others could see: {RemoteLogin.PasswordVariable}, ~/.netrc or a terminal can have it.");
        // It would be cut off, and something else be read, or removed.
        if (text.Contains('#'))
            throw new RemoteUsageException($"{text}: a # in a path has to be written as %23.");
        url = new RemoteUrl(parsed);
        return true;
    }

    /// <exception cref="RemoteUsageException">It is no such URL.</exception>
    public static RemoteUrl Parse(string text) => TryParse(text, out var url)
        ? url
        : throw new RemoteUsageException($"{text} is no URL of a server: ftp://USER@HOST:PORT/PATH or ftps://…");
}
