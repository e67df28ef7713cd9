using System.Text;
using FtpActors.Core.Auth;

namespace FtpActors.Client.Proxies;

/// <summary>A proxy through which control and data connections go. Data connections are passive then.</summary>
/// <remarks>The proxy looks up the server's name, for each connection anew: where it stands for several machines, a data connection may lead
/// to another one than the control connection does. Give one machine's name or address then. What is said between the proxy and this client
/// is not encrypted by it, the password included.</remarks>
public sealed record ProxyOptions
{
    /// <summary>Longest name and password that SOCKS 5 can carry, in bytes of UTF-8.</summary>
    private const int Longest = 255;

    public ProxyKind Kind { get; init; } = ProxyKind.Socks5;

    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>1–65535.</summary>
    public int Port { get; init; } = 1080;

    /// <summary>For proxies that ask; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Counts together with <see cref="User"/>.</summary>
    public Password Password { get; init; } = new("");

    internal void Validate(FtpClientOptions client)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        if (client.Data.Mode == Data.DataConnectionMode.Active)
            throw new ArgumentException("Servers cannot call through a proxy: data connections have to be passive.");
        if (client.Host.Length > Longest || client.Host.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
            throw new ArgumentException("The host is no name that a proxy could look up.");
        if (User is { } user && (user.Length == 0 || Encoding.UTF8.GetByteCount(user) > Longest || Encoding.UTF8.GetByteCount(Password.Reveal()) > Longest))
            throw new ArgumentException($"User and password of a proxy have up to {Longest} bytes, the user at least one.");
        if (Kind == ProxyKind.HttpConnect && User?.Contains(':') == true)
            throw new ArgumentException("A user of an HTTP proxy cannot have a colon in its name.");
    }
}

/// <summary>What the proxy speaks.</summary>
public enum ProxyKind
{
    /// <summary>SOCKS 5 (RFC 1928), without or with user and password (RFC 1929).</summary>
    Socks5,

    /// <summary>CONNECT of HTTP/1.1 (RFC 9110 §9.3.6), without or with Basic authentication. Many allow port 443 alone.</summary>
    HttpConnect,
}
