using System.Collections.Immutable;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Configuration;

/// <summary>A virtual host of <c>ftp.hosts</c>: its users see a part of the server's storage.</summary>
public sealed record HostSettings
{
    /// <summary>Lower case.</summary>
    public required string Name { get; init; }

    /// <summary>Their <see cref="Core.Auth.FtpUser.Base"/> lies below the host's.</summary>
    public required UserSettings Users { get; init; }

    /// <summary>Null for the server's.</summary>
    public string? Welcome { get; init; }

    public required LimitOptions Limits { get; init; }

    /// <summary>Null for none of its own.</summary>
    public ThrottleOptions? Throttle { get; init; }

    internal static ImmutableArray<HostSettings> Read(ConfigSection hosts, UserSettings users, LimitOptions limits, bool plainPasswords)
    {
        var read = hosts.Names.Select(name => ReadHost(hosts, name, users, limits, plainPasswords)).ToImmutableArray();
        foreach (var twice in read.GroupBy(host => host.Name).Where(same => same.Count() > 1))
            hosts.Problem(twice.Key, null, "must not be named twice, in whatever case.");
        return read;
    }

    private static HostSettings ReadHost(ConfigSection hosts, string name, UserSettings users, LimitOptions limits, bool plainPasswords)
    {
        if (Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            hosts.Problem(name, null, "must be the name of a host, such as \"ftp.example.org\".");
        var host = hosts.Section(name);
        var top = host.Read<FtpPath>("base", UserSettings.PathAllowed, ConfigValues.TryPath);
        return new HostSettings
        {
            Name = name.ToLowerInvariant(),
            Users = users.ReadHost(host, top, plainPasswords),
            Welcome = host.Optional("welcome") ? host.Text("welcome", "must be a text.", text => text.Length > 0) : null,
            Throttle = host.Names.Contains("throttle") ? ThrottleSettings.ReadGiven(host.Section("throttle")) : null,
            Limits = limits with
            {
                MaxSessions = host.Optional("max-sessions") ? host.Integer("max-sessions", 1, 1_000_000) : limits.MaxSessions,
                MaxSessionsPerUser = host.Optional("max-sessions-per-user")
                    ? host.Integer("max-sessions-per-user", 1, 1_000_000)
                    : limits.MaxSessionsPerUser,
                MaxLoginFailures = host.Optional("max-login-failures") ? host.Integer("max-login-failures", 1, 100) : limits.MaxLoginFailures,
            },
        };
    }
}
