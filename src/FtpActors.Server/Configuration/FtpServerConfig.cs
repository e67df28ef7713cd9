using System.Collections.Immutable;
using System.Net;
using Akka.Configuration;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Configuration;

/// <summary>Reads the <c>ftp { ... }</c> section of a configuration. Keys, units, ranges and defaults: <c>reference.hocon</c>.</summary>
public static class FtpServerConfig
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    /// <summary>The defaults: <c>reference.hocon</c>.</summary>
    public static Config Reference { get; } =
        ConfigurationFactory.FromResource("FtpActors.Server.reference.hocon", typeof(FtpServerConfig).Assembly);

    /// <summary>The options for <see cref="FtpServer.Start"/>, for a server that lives as long as the process. Where it ends
    /// earlier, dispose what <see cref="FtpServerSettings.Open"/> of <see cref="Check"/> gives.</summary>
    /// <param name="root">Holds <c>ftp { ... }</c>; its other sections are somebody else's.</param>
    /// <param name="annexes">Sections below <c>ftp</c> that are read elsewhere.</param>
    /// <exception cref="FtpConfigException">Unknown keys or bad values, all of them.</exception>
    public static FtpServerOptions Read(Config root, params string[] annexes) => Check(root, annexes: annexes).Open().Options;

    /// <summary>Reads everything, and opens, binds and connects nothing.</summary>
    /// <param name="root">Holds <c>ftp { ... }</c>.</param>
    /// <param name="directory">Where relative paths start; null for the working directory.</param>
    /// <param name="plainPasswords">Every user may have a plain password, for users that do not come from a file.</param>
    /// <param name="annexes">Sections below <c>ftp</c> that are read elsewhere; null for none.</param>
    /// <exception cref="FtpConfigException">Unknown keys or bad values, all of them.</exception>
    public static FtpServerSettings Check(Config root, string? directory = null, bool plainPasswords = false, IEnumerable<string>? annexes = null)
    {
        var merged = root.WithFallback(Reference);
        var reading = new ConfigReading();
        var ftp = ConfigSection.Of(merged, "ftp", reading);
        var settings = Read(ftp, directory ?? Environment.CurrentDirectory, plainPasswords);
        foreach (var annex in annexes ?? [])
            reading.AllowAll(ftp.PathOf(annex));
        reading.RefuseUnknown(merged, "ftp");
        reading.ThrowIfAny();
        return settings with { Effective = HoconRendering.Render("ftp", merged.GetValue("ftp")) };
    }

    /// <summary>The cost of new password hashes, whatever else is wrong.</summary>
    /// <exception cref="FtpConfigException">It is not right itself.</exception>
    public static int WorkFactor(Config root)
    {
        var reading = new ConfigReading();
        var factor = UserSettings.ReadWorkFactor(ConfigSection.Of(root.WithFallback(Reference), "ftp", reading).Section("auth"));
        reading.ThrowIfAny();
        return factor;
    }

    private static FtpServerSettings Read(ConfigSection ftp, string directory, bool plainPasswords)
    {
        var users = UserSettings.Read(ftp, plainPasswords);
        var settings = new FtpServerSettings
        {
            Name = ftp.Text("name", "must be letters, digits, - and _.",
                text => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')),
            Listen = ReadListen(ftp),
            Backlog = ftp.Integer("backlog", 1, 65535),
            Welcome = ftp.Text("welcome", "must be a text.", text => text.Length > 0),
            FallbackCodePage = ReadFallback(ftp.Section("encoding")),
            Languages = LanguageSettings.Read(ftp, directory),
            Compatibility = CompatibilitySettings.Read(ftp.Section("compatibility")),
            Passive = ReadPassive(ftp.Section("passive")),
            CongestionControl = ReadCongestionControl(ftp),
            Timeouts = ReadTimeouts(ftp.Section("timeouts"), ftp.Section("shutdown")),
            Limits = ReadLimits(ftp.Section("limits")),
            Admission = AdmissionSettings.Read(ftp.Section("admission")),
            Tls = null,
            Throttle = ThrottleSettings.ReadServer(ftp.Section("throttle")),
            Outcomes = OutcomeSettings.Read(ftp.Section("outcomes")),
            Storage = StorageSettings.Read(ftp.Section("storage"), directory)!,
            Users = users,
            Hosts = [],
            Effective = "",
        };
        var tls = TlsSettings.Read(ftp.Section("tls"), settings.Listen, directory);
        settings = settings with { Tls = tls.IsOn ? tls : null };
        settings = settings with { Hosts = HostSettings.Read(ftp.Section("hosts"), users, settings.Limits, plainPasswords) };
        RefuseOpenSample(ftp, settings);
        RefuseUselessCertificates(ftp, settings);
        if (settings.Tls is null)
            EachOf(ftp, settings, static (users, section) => users.RefuseTls(section));
        return settings;
    }

    private static ImmutableArray<IPEndPoint> ReadListen(ConfigSection ftp)
    {
        const string Allowed = "must be a list of \"ADDRESS:PORT\", such as [\"127.0.0.1:2121\", \"[::1]:2121\"].";
        var before = ftp.ProblemCount;
        var listen = ftp.List<IPEndPoint>("listen", Allowed, ConfigValues.TryEndPoint);
        if (listen.Count == 0 && ftp.ProblemCount == before)
            ftp.Problem("listen", "[]", Allowed);
        foreach (var twice in listen.Where(endPoint => endPoint.Port != 0).GroupBy(endPoint => endPoint).Where(group => group.Count() > 1))
            ftp.Problem("listen", twice.Key.ToString(), "must not be named twice.");
        return [.. listen];
    }

    private static void RefuseOpenSample(ConfigSection ftp, FtpServerSettings settings)
    {
        var all = settings.Hosts.Select(host => host.Users).Prepend(settings.Users).ToList();
        var published = all.SelectMany(users => users.WithPublishedHash).Distinct().ToList();
        foreach (var open in settings.Listen.Concat(settings.Tls?.Listen ?? []).Where(endPoint => !IPAddress.IsLoopback(endPoint.Address)))
        {
            if (all.Any(users => users.HasSamplePassword))
                ftp.Problem("listen", open.ToString(), "must be a loopback address while the sample user demo has the password demo: "
                    + "give the user another password, or replace the users with --user NAME:PASSWORD.");
            if (published.Count > 0)
                ftp.Problem("listen", open.ToString(), $"must be a loopback address while the password-hash of {string.Join(", ", published)} is one "
                    + "of the examples, whose passwords are public: make another with the subcommand hash-password.");
        }
    }

    private static void RefuseUselessCertificates(ConfigSection ftp, FtpServerSettings settings)
    {
        if (settings.Tls is not { Certificates.Clients: not null })
            EachOf(ftp, settings, static (users, section) => users.RefuseCertificates(section));
    }

    /// <summary>The users of the server and of every virtual host, with the section they were read from.</summary>
    private static void EachOf(ConfigSection ftp, FtpServerSettings settings, Action<UserSettings, ConfigSection> look)
    {
        look(settings.Users, ftp.Section("users"));
        foreach (var host in ftp.Section("hosts").Names)
        {
            var users = settings.Hosts.First(one => one.Name.Equals(host, StringComparison.OrdinalIgnoreCase)).Users;
            look(users, ftp.Section("hosts").Section(host).Section("users"));
        }
    }

    private static CodePage? ReadFallback(ConfigSection encoding) => encoding.Read(
        "fallback", "must be none, or the name or number of a code page that holds ASCII, such as windows-1252.", (string text, out CodePage? value) =>
        {
            value = null;
            return text == "none" || CodePage.TryFind(text, out value);
        });

    private static PassiveOptions ReadPassive(ConfigSection passive)
    {
        var ports = passive.Read<(int First, int Last)>("ports", "must be \"FIRST-LAST\" with 1 <= FIRST <= LAST <= 65535, or 0 for any free port.",
            ConfigValues.TryPorts);
        return new PassiveOptions
        {
            FirstPort = ports.First,
            LastPort = ports.Last,
            Address = passive.Read("address", "must be an IPv4 address or none.", (string text, out IPAddress? value) =>
            {
                value = null;
                return text == "none" || ConfigValues.TryAddress4(text, out value);
            }),
        };
    }

    private static CongestionControl ReadCongestionControl(ConfigSection ftp) => ftp.Read(
        "congestion-control", "must be auto, system, or an algorithm that this system has and allows, such as cubic (Linux only).",
        (string text, out CongestionControl? value) =>
        {
            value = text switch
            {
                "auto" => CongestionControl.Auto,
                "system" => CongestionControl.System,
                _ => CongestionControl.TryNamed(text),
            };
            return value is not null;
        }) ?? CongestionControl.Auto;

    private static TimeoutOptions ReadTimeouts(ConfigSection timeouts, ConfigSection shutdown)
    {
        TimeSpan From(TimeSpan least, string name) => timeouts.Duration(name, least, LongestTimeout,
            $"must be a duration with its unit from {(least.TotalSeconds >= 1 ? "1s" : "100ms")} to 24d, such as 30s, or infinite.", mayBeInfinite: true);
        return new TimeoutOptions
        {
            Login = From(TimeSpan.FromSeconds(1), "login"),
            Idle = From(TimeSpan.FromSeconds(1), "idle"),
            MaxIdle = From(TimeSpan.FromSeconds(1), "max-idle"),
            DataConnect = From(TimeSpan.FromMilliseconds(100), "data-connect"),
            Stalled = From(TimeSpan.FromMilliseconds(100), "stalled"),
            ControlWrite = From(TimeSpan.FromMilliseconds(100), "control-write"),
            ControlKeepAlive = timeouts.Duration("control-keep-alive", TimeSpan.FromSeconds(1), TimeSpan.FromHours(9),
                "must be a duration with its unit from 1s to 9h, such as 1m, or infinite.", mayBeInfinite: true),
            Handler = From(TimeSpan.FromMilliseconds(100), "handler"),
            ShutdownGrace = shutdown.Duration("grace", TimeSpan.Zero, TimeSpan.FromHours(1), "must be a duration with its unit from 0s to 1h, such as 15s."),
        };
    }

    private static LimitOptions ReadLimits(ConfigSection limits)
    {
        const int Most = 1_000_000;
        var sessions = limits.Integer("max-sessions", 1, Most);
        return new LimitOptions
        {
            MaxSessions = sessions,
            MaxSessionsPerAddress = limits.Integer("max-sessions-per-address", 1, Most),
            MaxSessionsPerUser = limits.Integer("max-sessions-per-user", 1, Most),
            MaxConnections = limits.Integer("max-connections", Math.Max(sessions, 1), 1_100_000),
            MaxLoginFailures = limits.Integer("max-login-failures", 1, 100),
            LoginFailureDelay = limits.Duration("login-failure-delay", TimeSpan.Zero, TimeSpan.FromMinutes(1), "must be a duration with its unit from 0s to 1m, such as 1s."),
            LoginFailureMemory = limits.Duration("login-failure-memory", TimeSpan.Zero, TimeSpan.FromDays(1), "must be a duration with its unit from 0s to 1d, such as 10m."),
            MaxCommandLine = (int)limits.Size("max-command-line", 512, 65536, "must be a size from 512 to 64KiB."),
            MaxHeldCommands = limits.Integer("max-held-commands", 1, 1024),
            MaxInflatedUpload = limits.Read("max-inflated-upload", "must be a size from 1, such as 512MiB, or unlimited.", (string text, out long? value) =>
            {
                value = ConfigValues.TrySize(text, out var bytes) ? bytes : null;
                return text == "unlimited" || value >= 1;
            }),
            MaxInflateRatio = limits.Integer("max-inflate-ratio", 1, 1100),
        };
    }
}
