using System.Collections.Immutable;
using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>Who may connect, by address.</summary>
public sealed record AdmissionOptions
{
    /// <summary>Only these may connect; empty for all.</summary>
    public ImmutableArray<IPNetwork> Allow
    {
        get;
        init => field = Plain(value, nameof(Allow));
    }
    = [];

    /// <summary>These may not, whatever else is said of them.</summary>
    public ImmutableArray<IPNetwork> Deny
    {
        get;
        init => field = Plain(value, nameof(Deny));
    }
    = [];

    /// <summary>No ban reaches these, whoever makes it.</summary>
    public ImmutableArray<IPNetwork> Safe
    {
        get;
        init => field = Plain(value, nameof(Safe));
    }
    = Loopback;

    /// <summary>Rules at once beside <see cref="Allow"/> and <see cref="Deny"/>, those of other servers included; a further one takes
    /// the place of the ban that ends first. 1–1,000,000.</summary>
    public int MaxRules
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(MaxRules), value, "must be from 1 to 1,000,000.");
    }
    = 20_000;

    /// <summary>What failed logins lead to.</summary>
    public BanOptions Ban { get; init; } = new();

    /// <summary>The machine itself: proxies, tunnels and probes come from there.</summary>
    internal static ImmutableArray<IPNetwork> Loopback { get; } = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    private static ImmutableArray<IPNetwork> Plain(ImmutableArray<IPNetwork> networks, string name) => networks.IsDefault
        ? throw new ArgumentException("must be a list, if an empty one.", name)
        : [.. networks.Select(AddressNetwork.Plain).Distinct()];
}
