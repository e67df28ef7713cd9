using FtpActors.Client.Data;
using FtpActors.Client.Listings;
using FtpActors.Client.Proxies;
using FtpActors.Client.Tls;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

/// <summary>Everything a client connects with. Immutable: change it with <c>with</c>.</summary>
public sealed record FtpClientOptions
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>1–65535.</summary>
    public int Port { get; init; } = 21;

    public string User { get; init; } = "anonymous";

    /// <summary>Asked for by most servers; what guests give is a courtesy.</summary>
    public Password Password { get; init; } = new("anonymous@");

    /// <summary>For servers that ask for one (332), or null.</summary>
    public Password? Account { get; init; }

    /// <summary>What the client calls itself (CLNT), where the server wants to know; null for nothing.</summary>
    public string? ClientName { get; init; } = "FtpActors";

    /// <summary>Whether and how connections are encrypted.</summary>
    public ClientTlsOptions Tls { get; init; } = new();

    /// <summary>Through whom connections go; null for nobody.</summary>
    public ProxyOptions? Proxy { get; init; }

    /// <summary>How data connections come about.</summary>
    public DataConnectionOptions Data { get; init; } = new();

    /// <summary>How listings are read.</summary>
    public ListingOptions Listing { get; init; } = new();

    /// <summary>Bytes per second of all of the client's transfers together; changed later by <see cref="FtpClient.Limit"/>.</summary>
    public ThrottleOptions Throttle { get; init; } = ThrottleOptions.Unlimited;

    public ClientTimeouts Timeouts { get; init; } = new();

    public ClientLimits Limits { get; init; } = new();

    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>How names are read and written where the server does not speak UTF-8; null: as UTF-8, whatever it says.</summary>
    public CodePage? FallbackCodePage { get; init; }

    /// <summary>Clock of timeouts, rates and listings.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentException">Something is out of its range, or a line end hides in a name.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        Timeouts.Validate();
        Limits.Validate();
        Reconnect.Validate();
        Connections.CommandText.Check(User);
        Connections.CommandText.Check(Password.Reveal());
        Connections.CommandText.Check(Account?.Reveal() ?? "");
        Connections.CommandText.Check(ClientName ?? "");
        Data.Validate();
        Proxy?.Validate(this);
    }
}
