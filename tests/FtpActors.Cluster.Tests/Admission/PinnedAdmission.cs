using System.Net;
using FtpActors.Cluster.Admission;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Tests.Admission;

/// <summary>What nodes hold of addresses, as it crosses nodes.</summary>
internal static class PinnedAdmission
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AddressRule Rule = new(IPNetwork.Parse("192.0.2.1/32"), AddressRuleKind.Banned, At, At + TimeSpan.FromHours(1), "text")
    {
        Source = AddressRuleSource.FailedLogins,
        Repeat = 3,
    };

    public static PinnedMessage[] All { get; } =
    [
        new("admission.rules:1", "00", new SharedRules()),
        new("admission.rules:1", "02" + "50" + "08C000020140048082B8EBF2EAA4DE11" + "0A613A312F32" + "010180A2DB87FFECA4DE1108746578740406", SharedRules.Of([SharedRule.Set(Rule, "a:1/2")])),
        new("admission.rules:1", "04" + "50" + "2020010DB80000000000000000000000008001028082B8EBF2EAA4DE11" + "0A623A312F32" + "0100000000" + "2E" + "08C000020140048082B8EBF2EAA4DE11" + "0A613A312F32" + "00", SharedRules.Of(
        [
            SharedRule.Lifted(Rule, At, "a:1/2"),
            SharedRule.Set(new AddressRule(IPNetwork.Parse("2001:db8::/64"), AddressRuleKind.Denied, At, null, ""), "b:1/2"),
        ])),
        new("admission.failures:1", "02" + "3E" + "08C0000201400A613A312F328082B8EBF2EAA4DE11" + "0E" + "809AD2A7F7EAA4DE11", SharedFailures.Of([new(new FailureKey(IPNetwork.Parse("192.0.2.1/32"), "a:1/2", At), 7, At + TimeSpan.FromMinutes(1))])),
    ];
}
