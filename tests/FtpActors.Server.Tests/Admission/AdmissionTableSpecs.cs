using System.Net;
using FtpActors.Server.Admission;
using static FtpActors.Server.Admission.AddressRuleKind;

namespace FtpActors.Server.Tests.Admission;

public class AdmissionTableSpecs
{
    private AdmissionTable _table = new([IPNetwork.Parse("127.0.0.0/8")]);

    [Fact]
    public void AdmissionTable_should_let_everybody_in_without_rules() => Expect(null, "192.0.2.1", "2001:db8::1", "127.0.0.1");

    [Fact]
    public void AdmissionTable_should_refuse_denied_and_banned_networks_and_nobody_else()
    {
        Add(Denied, "192.0.2.0/24");
        Add(Banned, "198.51.100.7/32");
        Add(Banned, "2001:db8:0:1::/64");

        Expect(Denied, "192.0.2.0", "192.0.2.255");
        Expect(Banned, "198.51.100.7", "2001:db8:0:1::", "2001:db8:0:1:ffff:ffff:ffff:ffff");
        Expect(null, "192.0.1.255", "192.0.3.0", "198.51.100.6", "198.51.100.8", "2001:db8::1", "2001:db8:0:2::");
    }

    [Fact]
    public void AdmissionTable_should_let_only_allowed_networks_in_once_there_are_any()
    {
        Add(Allowed, "10.0.0.0/8");
        Add(Allowed, "::1/128");

        Assert.True(_table.LetsIn(IPAddress.Parse("10.1.2.3"), out var rule));
        Assert.Equal(Allowed, rule?.Kind);
        Assert.True(_table.LetsIn(IPAddress.Parse("::1"), out _));
        foreach (var other in new[] { "11.0.0.0", "127.0.0.1", "::2" })
        {
            Assert.False(_table.LetsIn(IPAddress.Parse(other), out rule));
            Assert.Null(rule);
        }
    }

    [Fact]
    public void AdmissionTable_should_put_denied_before_banned_and_both_before_allowed()
    {
        Add(Allowed, "192.0.2.0/24");
        Add(Banned, "192.0.2.0/25");
        Add(Denied, "192.0.2.0/26");

        Expect(Denied, "192.0.2.63");
        Expect(Banned, "192.0.2.64");
        Assert.True(_table.LetsIn(IPAddress.Parse("192.0.2.128"), out _));
    }

    [Fact]
    public void AdmissionTable_should_spare_safe_addresses_from_bans_alone()
    {
        Add(Banned, "0.0.0.0/0");
        Expect(null, "127.9.9.9");
        Expect(Banned, "192.0.2.1");

        Add(Denied, "127.9.0.0/16");
        Expect(Denied, "127.9.9.9");
        Expect(null, "127.0.0.1");
    }

    [Fact]
    public void AdmissionTable_should_not_take_IPv4_for_IPv6()
    {
        Add(Denied, "::/0");
        Expect(null, "192.0.2.1");
        Expect(Denied, "2001:db8::1");

        Add(Denied, "0.0.0.0/0");
        Expect(Denied, "192.0.2.1");
    }

    [Fact]
    public void AdmissionTable_should_name_the_smallest_network_that_decides()
    {
        Add(Denied, "192.0.0.0/16");
        Add(Denied, "192.0.2.0/24");
        Add(Denied, "192.0.2.7/32");

        Assert.False(_table.LetsIn(IPAddress.Parse("192.0.2.8"), out var rule));
        Assert.Equal(IPNetwork.Parse("192.0.2.0/24"), rule?.Network);

        _table = _table.With(Denied, _table.Denied.Without(IPNetwork.Parse("192.0.2.0/24")));
        Assert.False(_table.LetsIn(IPAddress.Parse("192.0.2.8"), out rule));
        Assert.Equal(IPNetwork.Parse("192.0.0.0/16"), rule?.Network);
    }

    [Fact]
    public void AdmissionTable_should_answer_as_a_look_at_every_rule_would()
    {
        var random = new Random(7);
        List<AddressRule> rules = [];
        for (var i = 0; i < 3000; i++)
        {
            var network = new IPNetwork(Cleared(Address(random), out var length), length);
            if (i % 5 == 4)
            {
                var gone = rules[random.Next(rules.Count)].Network;
                rules.RemoveAll(rule => rule.Network == gone);
                _table = _table.With(Denied, _table.Denied.Without(gone));
            }

            rules.RemoveAll(rule => rule.Network == network);
            rules.Add(Add(Denied, network.ToString()));
        }

        Assert.Equal(rules.Count, _table.Denied.Count);
        for (var i = 0; i < 2000; i++)
        {
            var address = Address(random);
            Assert.Equal(!rules.Exists(rule => rule.Network.Contains(address)), _table.LetsIn(address, out _));
        }

        IPAddress Cleared(IPAddress address, out int length)
        {
            var bytes = address.GetAddressBytes();
            length = random.Next((bytes.Length * 8) - 12, (bytes.Length * 8) + 1);
            for (var bit = length; bit < bytes.Length * 8; bit++)
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return new IPAddress(bytes);
        }

        static IPAddress Address(Random random) => random.Next(2) == 0
            ? new IPAddress([192, 0, (byte)random.Next(256), (byte)random.Next(256)])
            : new IPAddress([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)random.Next(256), (byte)random.Next(256)]);
    }

    [Fact]
    public void AdmissionTable_should_allocate_nothing_for_a_look_however_many_rules_there_are()
    {
        for (var i = 0; i < 10_000; i++)
            Add(Banned, new IPNetwork(new IPAddress([198, 51, (byte)(i >> 8), (byte)i]), 32).ToString());
        Add(Denied, "192.0.2.0/24");
        Add(Allowed, "0.0.0.0/0");
        IPAddress[] addresses = [IPAddress.Parse("198.51.0.0"), IPAddress.Parse("198.51.39.15"), IPAddress.Parse("203.0.113.1"), IPAddress.Parse("2001:db8::1")];
        Assert.Equal([false, false, true, false], addresses.Select(address => _table.LetsIn(address, out _)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var address in addresses)
        {
            for (var i = 0; i < 1000; i++)
                _table.LetsIn(address, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private AddressRule Add(AddressRuleKind kind, string network)
    {
        var rule = new AddressRule(IPNetwork.Parse(network), kind, DateTimeOffset.UnixEpoch, null, "");
        _table = _table.With(kind, _table[kind].With(rule));
        return rule;
    }

    private void Expect(AddressRuleKind? refusedAs, params string[] addresses)
    {
        foreach (var address in addresses)
        {
            Assert.Equal(refusedAs is null, _table.LetsIn(IPAddress.Parse(address), out var rule));
            Assert.Equal(refusedAs, rule?.Kind);
        }
    }
}
