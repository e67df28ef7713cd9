using System.Collections.Immutable;

namespace FtpActors.Server.Tests;

public class CompatibilitySpecs
{
    private static readonly CompatibilityRule Dos = new() { User = "scan*", ListFormat = ListFormat.Dos };

    [Fact]
    public void Compatibility_should_bend_nothing_without_a_rule_that_matches()
    {
        Assert.Same(Compatibility.Default, Compatibility.Of([], "scan1", "x"));
        Assert.Same(Compatibility.Default, Compatibility.Of([Dos], "eve", "x"));
        Assert.Same(Compatibility.Default, Compatibility.Of([Dos], null, "scan1"));
    }

    [Theory]
    [InlineData("scan*", null, "scan1", null, true)]
    [InlineData("scan*", null, "Scan1", null, false)]
    [InlineData(null, "*LITE*", null, "FtpLite 1.0", true)]
    [InlineData(null, "*LITE*", "eve", null, false)]
    [InlineData("scan*", "lite*", "scan1", "Lite", true)]
    [InlineData("scan*", "lite*", "scan1", "Full", false)]
    [InlineData("scan*", "lite*", "eve", "Lite", false)]
    [InlineData(null, null, null, null, true)]
    public void Rule_should_match_user_and_client(string? userPattern, string? clientPattern, string? user, string? client, bool matches) =>
        Assert.Equal(matches, new CompatibilityRule { User = userPattern, Client = clientPattern }.Matches(user, client));

    [Fact]
    public void Compatibility_should_let_a_later_rule_win_where_it_says_something()
    {
        ImmutableArray<CompatibilityRule> rules = [new() { Syst = "A", SizeInAscii = true }, Dos, new() { Client = "x", Syst = "B", SizeInAscii = false }];

        Assert.Equal(new Compatibility { Syst = "A", SizeInAscii = true }, Compatibility.Of(rules, null, null));
        Assert.Equal(new Compatibility { Syst = "A", SizeInAscii = true, ListFormat = ListFormat.Dos }, Compatibility.Of(rules, "scan1", null));
        Assert.Equal(new Compatibility { Syst = "B", ListFormat = ListFormat.Dos }, Compatibility.Of(rules, "scan1", "x"));
    }

    [Fact]
    public void Rule_should_take_verbs_to_accept_in_whatever_case() =>
        Assert.Equal(["SITE", "XMKF"], new CompatibilityRule { Accepted = ["site", "XMKF"] }.Accepted!.Order());

    [Theory]
    [InlineData("STOR")]
    [InlineData("prot")]
    [InlineData("SMNT")]
    [InlineData("RMDA")]
    [InlineData("X Y")]
    [InlineData("")]
    public void Rule_should_accept_nothing_that_clients_act_upon(string verb) =>
        Assert.Throws<ArgumentException>(() => new CompatibilityRule { Accepted = [verb] });
}
