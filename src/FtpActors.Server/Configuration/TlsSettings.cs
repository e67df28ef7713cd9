using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Tls;

namespace FtpActors.Server.Configuration;

/// <summary>What <c>ftp.tls</c> says; no file was read yet.</summary>
public sealed record TlsSettings
{
    private static readonly (string Word, TlsPolicy Value)[] Policies =
    [
        ("off", TlsPolicy.Off), ("optional", TlsPolicy.Optional), ("required-for-login", TlsPolicy.RequiredForLogin),
        ("required-for-data", TlsPolicy.RequiredForData), ("required", TlsPolicy.Required),
    ];

    public TlsPolicy Policy { get; private init; }

    /// <summary>Implicit listeners.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; private init; } = [];

    public ImmutableDictionary<IPEndPoint, TlsPolicy> ListenPolicies { get; private init; } = ImmutableDictionary<IPEndPoint, TlsPolicy>.Empty;

    public bool AllowsClearCommands { get; private init; }

    public required TlsCertificateSettings Certificates { get; init; }

    /// <summary>All of it but certificates, which nobody has read yet.</summary>
    public required TlsServerOptions Server { get; init; }

    /// <summary>TLS is offered anywhere.</summary>
    public bool IsOn => Policy != TlsPolicy.Off || !Listen.IsEmpty || ListenPolicies.Values.Any(policy => policy != TlsPolicy.Off);

    /// <summary>Reads the certificates, and makes the self-signed one where it is missing.</summary>
    /// <exception cref="FtpConfigException">A file cannot be used, or the platform has not what is asked for.</exception>
    public FtpTlsOptions Open()
    {
        var options = With(Certificates.Open(), Certificates.ClientCertificates, Certificates.OpenClientCheck()) with { Watch = Certificates.Watch };
        try
        {
            // Says so before anything else is open.
            _ = new TlsServer(options.Server);
            return options;
        }
        catch (Exception unfit) when (unfit is ArgumentException or PlatformNotSupportedException)
        {
            throw new FtpConfigException("ftp.tls", null, unfit.Message, unfit);
        }
    }

    /// <summary>With the certificates that are shown, and what happens to those of clients.</summary>
    public FtpTlsOptions With(ITlsCertificates certificates, ClientCertificates clients = ClientCertificates.Off, IClientCertificateCheck? check = null) => new()
    {
        Policy = Policy,
        Listen = Listen,
        ListenPolicies = ListenPolicies,
        AllowsClearCommands = AllowsClearCommands,
        Server = Server with { Certificates = certificates, ClientCertificates = clients, ClientCertificateCheck = check },
    };

    /// <param name="tls">The section <c>ftp.tls</c>.</param>
    /// <param name="listen">The addresses of <c>ftp.listen</c>.</param>
    /// <param name="directory">Where relative paths start.</param>
    internal static TlsSettings Read(ConfigSection tls, ImmutableArray<IPEndPoint> listen, string directory)
    {
        var settings = Read(tls, listen, TlsCertificateSettings.Read(tls, directory));
        if (settings is { IsOn: true, Certificates.Certificates: [] })
            tls.Problem("certificate", "\"none\"", "must name a certificate where TLS is offered; for a first try self-signed makes one.");
        return settings;
    }

    private static TlsSettings Read(ConfigSection tls, ImmutableArray<IPEndPoint> listen, TlsCertificateSettings certificates)
    {
        var @implicit = ReadListen(tls, listen);
        var policy = tls.Choice("policy", Policies);
        return new TlsSettings
        {
            Policy = policy,
            Listen = @implicit,
            ListenPolicies = ReadListenPolicies(tls.Section("policies"), listen, @implicit),
            AllowsClearCommands = tls.Switch("ccc"),
            Certificates = certificates,
            Server = new TlsServerOptions
            {
                Certificates = NoCertificates.Instance,
                Protocols = ReadProtocols(tls),
                CipherSuites = [.. tls.List<TlsCipherSuite>("cipher-suites", "must be a list of names of cipher suites, such as [TLS_AES_256_GCM_SHA384].", TryCipherSuite)],
                SessionReuse = tls.Choice("session-reuse", ("off", SessionReuse.Off), ("warn", SessionReuse.Warn), ("require", SessionReuse.Require)),
                HandshakeTimeout = tls.Duration("handshake-timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), "must be a duration with its unit from 100ms to 1h, such as 15s."),
                CloseTimeout = tls.Duration("close-timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), "must be a duration with its unit from 100ms to 1h, such as 2s."),
                MaxHandshakes = tls.Integer("max-handshakes", 1, 100_000),
                MaxWaitingHandshakes = tls.Integer("max-waiting-handshakes", 0, 1_000_000),
                AcceptTruncatedUploads = tls.Choice("truncated-uploads", ("refuse", false), ("accept", true)),
            },
        };
    }

    /// <summary>Of a user, who may ask for more than the listener does.</summary>
    internal static TlsPolicy ReadUser(ConfigSection user) => user.Optional("tls") ? user.Choice("tls", Policies[1..]) : TlsPolicy.Optional;

    private static ImmutableArray<IPEndPoint> ReadListen(ConfigSection tls, ImmutableArray<IPEndPoint> taken)
    {
        var listen = tls.List<IPEndPoint>("listen", "must be a list of \"ADDRESS:PORT\", such as [\"127.0.0.1:2990\"].", ConfigValues.TryEndPoint);
        foreach (var twice in listen.Concat(taken.Distinct()).Where(endPoint => endPoint.Port != 0).GroupBy(endPoint => endPoint).Where(group => group.Count() > 1))
            tls.Problem("listen", twice.Key.ToString(), "must not be named twice, nor be in ftp.listen.");
        return [.. listen];
    }

    private static ImmutableDictionary<IPEndPoint, TlsPolicy> ReadListenPolicies(
        ConfigSection policies, ImmutableArray<IPEndPoint> listen, ImmutableArray<IPEndPoint> @implicit)
    {
        var read = ImmutableDictionary.CreateBuilder<IPEndPoint, TlsPolicy>();
        foreach (var name in policies.Names)
        {
            var policy = policies.Choice(name, Policies);
            if (!ConfigValues.TryEndPoint(name, out var endPoint) || !(listen.Contains(endPoint) || @implicit.Contains(endPoint)))
                policies.Problem(name, null, "must be an address as it stands in ftp.listen or ftp.tls.listen.");
            else if (policy == TlsPolicy.Off && @implicit.Contains(endPoint))
                policies.Problem(name, "off", "must not be off where TLS starts at once.");
            else
                read[endPoint] = policy;
        }

        return read.ToImmutable();
    }

    private static SslProtocols ReadProtocols(ConfigSection tls)
    {
        const string Allowed = "must be a list of tls1.2 and tls1.3.";
        var before = tls.ProblemCount;
        var protocols = tls.List<SslProtocols>("protocols", Allowed, TryProtocol).Aggregate(SslProtocols.None, (all, one) => all | one);
        if (protocols == SslProtocols.None && tls.ProblemCount == before)
            tls.Problem("protocols", "[]", Allowed);
        return protocols;
    }

    private static bool TryProtocol(string text, out SslProtocols value)
    {
        value = text switch
        {
            "tls1.2" => SslProtocols.Tls12,
            "tls1.3" => SslProtocols.Tls13,
            _ => SslProtocols.None,
        };
        return value != SslProtocols.None;
    }

    private static bool TryCipherSuite(string text, out TlsCipherSuite value) =>
        Enum.TryParse(text, out value) && text.StartsWith("TLS_", StringComparison.Ordinal) && Enum.IsDefined(value);

    /// <summary>Stands for certificates until they are read.</summary>
    private sealed class NoCertificates : ITlsCertificates
    {
        public static readonly NoCertificates Instance = new();

        public TlsCertificate? Find(string? serverName) => null;
    }
}
