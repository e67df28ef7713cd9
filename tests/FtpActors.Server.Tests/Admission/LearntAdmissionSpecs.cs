using System.Net;
using FtpActors.Server.Admission;
using static FtpActors.Server.Admission.AddressRuleKind;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Tests.Admission;

/// <summary>What a server makes of the rules and failed logins of others.</summary>
public class LearntAdmissionSpecs
{
    private static readonly IPNetwork Here = IPNetwork.Parse("192.0.2.7/32");
    private static readonly IPNetwork There = IPNetwork.Parse("198.51.100.0/24");
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AdmissionBook _book =
        new(new AdmissionOptions { Deny = [There], Ban = new() { Failures = 5, Duration = TimeSpan.FromMinutes(10) } }, Now);

    [Fact]
    public void A_learnt_rule_should_count_and_name_where_it_comes_from()
    {
        var rule = Rule(Now, reason: "x\ny");

        Assert.Equal([new RuleSet(rule with { Origin = "other", Reason = "x?y" })], Do(new LearnRule("other", rule)));

        Assert.False(_book.Table.LetsIn(Here.BaseAddress, out _));
        Assert.Empty(Do(new LearnRule("other", rule)));
    }

    [Fact]
    public void The_later_of_two_rules_should_count_whatever_the_order_they_are_heard_of_in()
    {
        Do(new LearnRule("other", Rule(Now.AddSeconds(5))));

        Assert.Empty(Do(new LearnRule("third", Rule(Now.AddSeconds(4)))));
        Assert.Empty(Do(new LearnRule("third", Rule(Now.AddSeconds(5), minutes: 9))));
        Assert.Single(Do(new LearnRule("third", Rule(Now.AddSeconds(5), minutes: 11))));
        Assert.Single(Do(new LearnRule("other", Rule(Now.AddSeconds(6)))));
    }

    [Fact]
    public void A_learnt_rule_should_not_count_when_it_is_over_or_somebodys_configuration()
    {
        Assert.Empty(Do(new LearnRule("other", Rule(Now.AddHours(-1)))));
        Assert.Empty(Do(new LearnRule("other", Rule(Now) with { Source = AddressRuleSource.Configuration })));
        Assert.Empty(Do(new LearnRule("other", new AddressRule(There, Denied, Now, Now.AddHours(1), ""))));
        Assert.Empty(Do(new LearnLifted("other", There, Denied, Now.AddHours(1))));
    }

    [Fact]
    public void A_learnt_lift_should_end_rules_made_no_later_also_those_heard_of_after_it()
    {
        Do(new LearnRule("other", Rule(Now)));
        Assert.Empty(Do(new LearnLifted("third", Here, Banned, Now.AddSeconds(-1))));

        var lifted = Assert.IsType<RuleLifted>(Assert.Single(Do(new LearnLifted("third", Here, Banned, Now))));

        Assert.Equal(("other", Now, "third"), (lifted.Rule.Origin, lifted.At, lifted.Origin));
        Assert.Empty(Do(new LearnRule("other", Rule(Now))));
        Assert.Single(Do(new LearnRule("other", Rule(Now.AddTicks(1)))));
    }

    [Fact]
    public void A_rule_set_or_lifted_here_should_be_later_than_what_it_replaces_whatever_the_clocks()
    {
        Do(new LearnRule("ahead", Rule(Now.AddSeconds(5))));
        Assert.Equal(Now.AddSeconds(5).AddTicks(1), Set(Do(new Ban(Here))).Since);

        Do(new LearnRule("ahead", Rule(Now.AddSeconds(6))));
        var lifted = Assert.IsType<RuleLifted>(Assert.Single(Do(new Lift(Here, Banned))));
        Assert.Equal(Now.AddSeconds(6).AddTicks(1), lifted.At);
        Assert.Equal(lifted.At.AddTicks(1), Set(Do(new Ban(Here))).Since);
    }

    [Fact]
    public void Learnt_failed_logins_should_ban_together_with_those_of_this_server()
    {
        _book.Fail(Here.BaseAddress, Now);
        _book.Fail(Here.BaseAddress, Now);
        _book.TakeChanges();
        var heard = new LearnFailedLogins("other", Here, Now, 2);
        Assert.Equal([new FailedLogins(Here, Now, 2, "other")], Do(heard));
        Assert.Empty(Do(heard));
        Assert.True(_book.Table.LetsIn(Here.BaseAddress, out _));

        var changes = Do(heard with { Count = 3 });

        var ban = Set(changes[1..]);
        Assert.Equal((null, AddressRuleSource.FailedLogins, "5 failed logins."), (ban.Origin, ban.Source, ban.Reason));
        Assert.Empty(Do(heard with { Count = 100 }));
    }

    [Fact]
    public void Learnt_failed_logins_should_ban_whoever_has_failed_here_never()
    {
        Assert.Equal(2, Do(new LearnFailedLogins("other", Here, Now, 5)).Length);
        Assert.Empty(Do(new LearnFailedLogins("other", There, Now, 0)));
    }

    [Fact]
    public void Learnt_failed_logins_should_not_shorten_a_ban()
    {
        var ban = Set(Do(new Ban(Here)));

        Assert.IsType<FailedLogins>(Assert.Single(Do(new LearnFailedLogins("other", Here, Now.AddSeconds(1), 100))));

        Assert.Contains(ban, _book.List(Now).All);
    }

    [Fact]
    public void A_learnt_ban_should_be_followed_by_a_longer_one()
    {
        var ban = Rule(Now.AddMinutes(-5), minutes: 5.5) with { Source = AddressRuleSource.FailedLogins, Repeat = 2 };
        Do(new LearnRule("other", ban));
        _book.RemoveEnded(Now.AddMinutes(1));
        _book.TakeChanges();

        for (var i = 0; i < 5; i++)
            _book.Fail(Here.BaseAddress, Now.AddMinutes(1));

        var next = Set([.. _book.TakeChanges()[5..]]);
        Assert.Equal((3, TimeSpan.FromMinutes(80)), (next.Repeat, next.Until - next.Since));
    }

    private static AddressRule Rule(DateTimeOffset since, double minutes = 10, string reason = "") =>
        new(Here, Banned, since, since.AddMinutes(minutes), reason);

    private static AddressRule Set(IEvent[] changes) => Assert.IsType<RuleSet>(Assert.Single(changes)).Rule;

    private IEvent[] Do(ICommand command)
    {
        _book.Handle(command, Now);
        return [.. _book.TakeChanges()];
    }
}
