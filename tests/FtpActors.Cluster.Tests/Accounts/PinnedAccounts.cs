using FtpActors.Cluster.Accounts;
using FtpActors.Server;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>The messages of accounts as they cross nodes.</summary>
internal static class PinnedAccounts
{
    private static readonly UserKey User = new("eve", "files");

    public static PinnedMessage[] All { get; } =
    [
        new("accounts.recall:1", "0864656D6F00D804", new RecallAccount("demo", 300)),
        new("accounts.recall:1", "06657665010A66696C657302", new RecallAccount(User, 1)),
        new("accounts.greet:1", "06657665010A66696C65730D", new GreetAccount(User, -7)),
        new("accounts.report:1", "0864656D6F000AD804000000000000", new ReportAccount("demo", 5, 300, [], [], null, default, 0)),
        new("accounts.report:1", "06657665010A66696C65730AD804040202020601120001D00FE807A006018C010210", new ReportAccount(User, 5, 300, [1, 2], [3], new RateDemands(9, null, new RateDemand(1000, 500, 400, true)), new(70, 1), 8)),
        new("accounts.claim:1", "0864656D6F000AD8040206", new ClaimSlot("demo", 5, 300, 1, 3)),
        new("accounts.release:1", "0864656D6F000AD80402", new ReleaseSlot("demo", 5, 300, 1)),
        new("accounts.slot:1", "0864656D6F00D8040201", new SlotAnswered("demo", 300, 1, true)),
        new("accounts.rate:1", "0864656D6F000AD80412010204060000", new ReportRate("demo", 5, 300, new RateDemands(9, new RateDemand(1, 2, 3, false), null))),
        new("accounts.rate-end:1", "0864656D6F000AD804", new EndRate("demo", 5, 300)),
        new("accounts.lease:1", "0864656D6F00D8041201800100", new RateLeased("demo", 300, 9, 64, null)),
        new("accounts.reserve:1", "0864656D6F000AD80410020406080AFEFFFFFFFFFFFFFFFF01", new ReserveQuota("demo", 5, 300, 8, new(1, 2), new(3, 4), new(5, long.MaxValue))),
        new("accounts.quota-ask:1", "0864656D6F000AD80410", new AskQuota("demo", 5, 300, 8)),
        new("accounts.quota:1", "0864656D6F00D8041001020401", new QuotaAnswered("demo", 300, 8, new(1, 2), true)),
        new("accounts.quota:1", "0864656D6F00D804100000", new QuotaAnswered("demo", 300, 8, null, false)),
        new("accounts.settle:1", "0864656D6F000AD8040204", new SettleQuota("demo", 5, 300, new(1, 2))),
        new("accounts.return:1", "0864656D6F000AD804020408", new ReturnQuota("demo", 5, 300, new(1, 2), 4)),
        new("accounts.freed:1", "0864656D6F000AD804", new FreeQuota("demo", 5, 300)),
        new("accounts.give-back:1", "0864656D6F00D80408", new GiveBackQuota("demo", 300, 4)),
        new("accounts.count:1", "0864656D6F00D80408", new CountQuota("demo", 300, 4)),
        new("accounts.counted:1", "0864656D6F000AD80408010204", new QuotaCounted("demo", 5, 300, 4, new(1, 2))),
    ];
}
