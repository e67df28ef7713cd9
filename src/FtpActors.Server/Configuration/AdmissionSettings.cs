using System.Collections.Immutable;
using System.Net;
using FtpActors.Server.Admission;

namespace FtpActors.Server.Configuration;

/// <summary>Reads <c>ftp.admission</c>.</summary>
internal static class AdmissionSettings
{
    public const string NetworksAllowed =
        "must be a list of addresses and networks, such as [\"192.0.2.7\", \"192.168.0.0/16\", \"2001:db8::/32\"], no bit set behind the prefix.";

    public static AdmissionOptions Read(ConfigSection admission) => new()
    {
        Allow = Networks(admission, "allow"),
        Deny = Networks(admission, "deny"),
        Safe = Networks(admission, "safe"),
        // What is refused reads as the type's default, which the options refuse, too.
        MaxRules = Math.Max(1, admission.Integer("max-rules", 1, 1_000_000)),
        Ban = ReadBan(admission.Section("ban")),
    };

    private static BanOptions ReadBan(ConfigSection ban) => new()
    {
        Failures = ban.Integer("failures", 0, 10_000),
        Within = Duration(ban, "within", 1, "1d"),
        Duration = Duration(ban, "duration", 365, "365d"),
        Longest = Duration(ban, "longest", 365, "365d"),
    };

    private static ImmutableArray<IPNetwork> Networks(ConfigSection admission, string name) =>
        [.. admission.List<IPNetwork>(name, NetworksAllowed, AddressNetwork.TryParse)];

    private static TimeSpan Duration(ConfigSection ban, string name, int days, string most)
    {
        var least = TimeSpan.FromSeconds(1);
        var read = ban.Duration(name, least, TimeSpan.FromDays(days), $"must be a duration with its unit from 1s to {most}, such as 10m.");
        return read < least ? least : read;
    }
}
