using System.Diagnostics.CodeAnalysis;
using System.Net;
using Akka.Configuration;
using FtpActors.Cluster.Accounts;
using FtpActors.Server.Configuration;

namespace FtpActors.Cluster;

/// <summary>Reads the <c>ftp.cluster { ... }</c> section of a configuration. Keys, units, ranges and defaults: <c>reference.hocon</c>.</summary>
public static class FtpClusterConfig
{
    /// <summary>Name of the section below <c>ftp</c>, for <see cref="FtpServerConfig"/> to leave alone.</summary>
    public const string Section = "cluster";

    /// <summary>The defaults: <c>reference.hocon</c>.</summary>
    public static Config Reference { get; } =
        ConfigurationFactory.FromResource("FtpActors.Cluster.reference.hocon", typeof(FtpClusterConfig).Assembly);

    /// <summary>What every actor system needs that runs a <see cref="FtpCluster"/>.</summary>
    public static Config Serialization { get; } = ConfigurationFactory.ParseString($$"""
        akka.actor {
          serializers.ftp-cluster = "{{typeof(ClusterSerializer)}}, {{typeof(ClusterSerializer).Assembly.GetName().Name}}"
          serialization-bindings {
            "{{typeof(ClusterProtocol.IMessage)}}, {{typeof(ClusterProtocol.IMessage).Assembly.GetName().Name}}" = ftp-cluster
          }
        }
        """);

    /// <param name="root">Holds <c>ftp.cluster { ... }</c>; its other sections are somebody else's.</param>
    /// <exception cref="FtpConfigException">Unknown keys or bad values, all of them.</exception>
    public static FtpClusterOptions Read(Config root)
    {
        var merged = root.WithFallback(Reference);
        var reading = new ConfigReading();
        var ftp = ConfigSection.Of(merged, "ftp", reading);
        var options = Read(ftp.Section(Section));
        foreach (var other in ftp.Names.Where(name => name != Section))
            reading.AllowAll(ftp.PathOf(other));
        reading.RefuseUnknown(merged, "ftp");
        reading.ThrowIfAny();
        return options;
    }

    private static FtpClusterOptions Read(ConfigSection cluster) => new()
    {
        Role = cluster.Text("role", "must be letters, digits, - and _.", IsName),
        AnswerTimeout = cluster.Duration(
            "answer-timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), "must be a duration from 100ms to 1m."),
        PublishesOutcomes = cluster.Switch("publish-outcomes"),
        SharesSiteCommands = cluster.Switch("site-commands"),
        SharesAdmission = cluster.Switch("share-admission"),
        Accounts = ReadAccounts(cluster.Section("accounts")),
        Node = ReadNode(cluster.Section("node")),
    };

    private static AccountsOptions ReadAccounts(ConfigSection accounts) => new()
    {
        AnswerTimeout = accounts.Duration("answer-timeout", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), "must be a duration from 1s to 5m."),
        WhenUnreachable = accounts.Choice("when-unreachable", ("refuse", UnreachableAccounts.Refuse), ("allow-locally", UnreachableAccounts.AllowLocally)),
    };

    private static FtpClusterNodeOptions ReadNode(ConfigSection node) => new()
    {
        Host = node.Read<IPAddress>("host", "must be an IP address that other nodes reach, such as 127.0.0.1.", TryHost)!,
        Port = node.Integer("port", 0, IPEndPoint.MaxPort),
        Seeds = [.. node.List<IPEndPoint>("seeds", "must be a list of \"ADDRESS:PORT\", such as [\"127.0.0.1:4053\"].", TrySeed)],
    };

    private static bool TryHost(string text, [NotNullWhen(true)] out IPAddress? host) =>
        IPAddress.TryParse(text, out host) && !host.Equals(IPAddress.Any) && !host.Equals(IPAddress.IPv6Any);

    private static bool TrySeed(string text, [NotNullWhen(true)] out IPEndPoint? seed) =>
        ConfigSection.TryEndPoint(text, out seed) && seed.Port != 0 && TryHost(seed.Address.ToString(), out _);

    private static bool IsName(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
