using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Flows;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Admission;
using FtpActors.Server.Languages;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Configuration;

/// <summary>A configuration that was found right, as values; nothing of it is open yet.</summary>
public sealed record FtpServerSettings
{
    public required string Name { get; init; }

    public required ImmutableArray<IPEndPoint> Listen { get; init; }

    public required int Backlog { get; init; }

    public required string Welcome { get; init; }

    /// <summary>Null for none.</summary>
    public required CodePage? FallbackCodePage { get; init; }

    public required ReplyLanguages Languages { get; init; }

    public required ImmutableArray<CompatibilityRule> Compatibility { get; init; }

    public required PassiveOptions Passive { get; init; }

    public required CongestionControl CongestionControl { get; init; }

    public required TimeoutOptions Timeouts { get; init; }

    public required LimitOptions Limits { get; init; }

    public required AdmissionOptions Admission { get; init; }

    /// <summary>Null when it is off everywhere.</summary>
    public required TlsSettings? Tls { get; init; }

    public required ThrottleLevels Throttle { get; init; }

    public required OutcomeOptions Outcomes { get; init; }

    public required StorageSettings Storage { get; init; }

    public required UserSettings Users { get; init; }

    /// <summary>Virtual hosts; their files are a part of <see cref="Storage"/>.</summary>
    public required ImmutableArray<HostSettings> Hosts { get; init; }

    /// <summary>The whole <c>ftp { ... }</c> section, defaults included, as HOCON; secrets read <c>***</c>.</summary>
    public required string Effective { get; init; }

    /// <summary>Reads certificates, opens the storage and starts the threads that check passwords.</summary>
    /// <exception cref="FtpConfigException">A certificate cannot be used, or the storage cannot be opened.</exception>
    public ConfiguredServer Open()
    {
        var tls = Tls?.Open();
        var storage = Storage.Open();
        var users = Users.Open();
        var hosts = Hosts.Select(host => (host.Name, Users: host.Users.Open(), host.Welcome, host.Limits, host.Throttle)).ToArray();
        return new ConfiguredServer([users, .. hosts.Select(host => host.Users)], new FtpServerOptions
        {
            Name = Name,
            Listen = Listen,
            Backlog = Backlog,
            Welcome = Welcome,
            FallbackCodePage = FallbackCodePage,
            Languages = Languages,
            Compatibility = Compatibility,
            Passive = Passive,
            CongestionControl = CongestionControl,
            Timeouts = Timeouts,
            Limits = Limits,
            Admission = Admission,
            Tls = tls,
            Throttle = Throttle,
            Outcomes = Outcomes,
            Storage = storage,
            Authenticator = users,
            Users = users,
            Hosts = hosts.ToImmutableDictionary(host => host.Name, host => new VirtualHost
            {
                Storage = storage,
                Authenticator = host.Users,
                Users = host.Users,
                Welcome = host.Welcome,
                Limits = host.Limits,
                Throttle = host.Throttle,
            }),
        });
    }
}
