using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Server.Admission;
using FtpActors.Server.Tests.Sessions;
using static FtpActors.Server.Admission.AddressRuleKind;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Tests.Admission;

public class AdmissionActorSpecs : ActorSpecBase
{
    private static readonly IPAddress Peer = IPAddress.Parse("192.0.2.7");
    private static readonly IPNetwork Single = IPNetwork.Parse("192.0.2.7/32");
    private static readonly IPNetwork Wide = IPNetwork.Parse("192.0.2.0/24");
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestProbe _watcher;
    private AdmissionGate _gate = null!;
    private IActorRef _actor = null!;

    public AdmissionActorSpecs()
        : base(SessionSpecBase.VirtualTime) => _watcher = CreateTestProbe();

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task AdmissionActor_should_answer_and_tell_watchers_what_it_sets_and_lifts()
    {
        await Start();

        var set = await Ask<RuleSet>(new Ban(Wide, Minute, "a\nb"));
        Assert.Equal(new AddressRule(Wide, Banned, Time.Now, Time.Now + Minute, "a?b"), set.Rule);
        Assert.Equal(set, await _watcher.ExpectMsgAsync<RuleSet>());
        Assert.False(LetsIn(Peer));

        var lifted = await Ask<RuleLifted>(new Lift(Wide, Banned));
        Assert.Equal((set.Rule, null), (lifted.Rule, lifted.Origin));
        Assert.True(lifted.At > set.Rule.Since);
        Assert.Equal(lifted, await _watcher.ExpectMsgAsync<RuleLifted>());
        Assert.True(LetsIn(Peer));
        Assert.Equal(new NoSuchRule(Wide, Banned), await Ask<NoSuchRule>(new Lift(Wide, Banned)));
    }

    [Fact]
    public async Task AdmissionActor_should_take_networks_in_any_form()
    {
        await Start();

        Assert.Equal(Wide, (await Ask<RuleSet>(new Deny(IPNetwork.Parse("::ffff:192.0.2.0/120")))).Rule.Network);

        Assert.Equal(Wide, (await Ask<Verdict>(new Judge(IPAddress.Parse("::ffff:192.0.2.7")))).Rule?.Network);
        await Ask<RuleLifted>(new Lift(IPNetwork.Parse("::ffff:192.0.2.0/120"), Denied));
    }

    [Fact]
    public async Task AdmissionActor_should_judge_an_address()
    {
        await Start();
        Assert.Equal(new Verdict(Peer, true, null), await Ask<Verdict>(new Judge(Peer)));
        var allowed = await Ask<RuleSet>(new Allow(Wide));
        Assert.Equal(new Verdict(Peer, true, allowed.Rule), await Ask<Verdict>(new Judge(Peer)));
        Assert.Equal(new Verdict(IPAddress.Loopback, false, null), await Ask<Verdict>(new Judge(IPAddress.Loopback)));
    }

    [Fact]
    public async Task AdmissionActor_should_refuse_what_cannot_be_and_say_why()
    {
        await Start(options => options with { Deny = [Wide], Safe = [IPNetwork.Parse("127.0.0.0/8")], MaxRules = 1 });

        foreach (var (command, problem) in new (ICommand, string)[]
        {
            (new Ban(Single, TimeSpan.Zero), "duration"),
            (new Ban(Single, -Minute), "duration"),
            (new Ban(Single, TimeSpan.FromDays(4000)), "duration"),
            (new Ban(IPNetwork.Parse("127.0.0.0/24")), "safe"),
            (new Deny(Wide), "configuration"),
            (new Lift(Wide, Denied), "configuration"),
        })
            Assert.Contains(problem, (await Ask<Refused>(command)).Problem);

        await Ask<RuleSet>(new Ban(Single));
        Assert.Contains("max-rules", (await Ask<Refused>(new Allow(Wide))).Problem);
        await Ask<RuleSet>(new Ban(Single, Minute));
        Assert.Contains("max-rules", (await Ask<Refused>(new Ban(Wide, Minute / 2))).Problem);
        await Ask<RuleSet>(new Ban(Wide, Minute * 2));
        Assert.Equal([Denied, Banned], (await Ask<Rules>(new GetRules())).All.Select(rule => rule.Kind));
    }

    [Fact]
    public async Task AdmissionActor_should_end_rules_when_their_time_is_over()
    {
        await Start();
        await Ask<RuleSet>(new Deny(Single, Minute * 2));
        await Ask<RuleSet>(new Ban(Wide, Minute));
        await Ask<RuleSet>(new Ban(IPNetwork.Parse("198.51.100.0/24"), TimeSpan.FromDays(3)));
        _watcher.ReceiveN(3);

        await Pass(Minute - TimeSpan.FromMilliseconds(20));
        await _watcher.ExpectNoMsgAsync(TimeSpan.Zero);
        await Pass(TimeSpan.FromMilliseconds(20));
        Assert.Equal(Wide, (await _watcher.ExpectMsgAsync<RuleEnded>()).Rule.Network);
        Assert.False(LetsIn(Peer));
        await Pass(Minute);
        Assert.Equal(Single, (await _watcher.ExpectMsgAsync<RuleEnded>()).Rule.Network);
        Assert.True(LetsIn(Peer));
        for (var day = 0; day < 3; day++)
            await Pass(TimeSpan.FromDays(1));
        await _watcher.ExpectMsgAsync<RuleEnded>();
        Assert.Empty((await Ask<Rules>(new GetRules())).All);
    }

    [Fact]
    public async Task AdmissionActor_should_end_a_rule_at_its_new_time_when_it_is_set_again()
    {
        await Start();
        var first = await Ask<RuleSet>(new Ban(Single, Minute));
        var second = await Ask<RuleSet>(new Ban(Single, Minute * 2, "again"));
        Assert.True(second.Rule.Since > first.Rule.Since);

        await Pass(Minute);
        Assert.Equal(second.Rule, Assert.Single((await Ask<Rules>(new GetRules())).All));
        await Pass(Minute + TimeSpan.FromSeconds(1));

        Assert.Empty((await Ask<Rules>(new GetRules())).All);
    }

    [Fact]
    public async Task AdmissionActor_should_let_the_ban_that_ends_first_go_when_there_are_too_many()
    {
        await Start(options => options with { MaxRules = 2 });
        await Ask<RuleSet>(new Ban(Single, Minute * 2));
        await Ask<RuleSet>(new Ban(Wide, Minute));
        await Ask<RuleSet>(new Allow(IPNetwork.Parse("0.0.0.0/0")));

        _watcher.ReceiveN(2);
        Assert.Equal(Wide, (await _watcher.ExpectMsgAsync<RuleEnded>()).Rule.Network);
        Assert.Equal(Allowed, (await _watcher.ExpectMsgAsync<RuleSet>()).Rule.Kind);
        Assert.Equal(2, (await Ask<Rules>(new GetRules())).All.Length);
    }

    [Fact]
    public async Task AdmissionActor_should_take_other_options_and_leave_what_came_by_message()
    {
        await Start(options => options with { Allow = [IPNetwork.Parse("10.0.0.0/8")], Deny = [Wide] });
        await Ask<RuleSet>(new Deny(IPNetwork.Parse("10.9.0.0/16")));
        await Ask<RuleSet>(new Ban(Single));
        _watcher.ReceiveN(2);

        await Ask<Configured>(new Configure(new AdmissionOptions { Deny = [IPNetwork.Parse("10.9.0.0/16")], Safe = [Single] }));

        _watcher.ExpectMsg<RuleEnded>(ended => Assert.Equal(AddressRuleSource.Configuration, ended.Rule.Source));
        _watcher.ReceiveN(2);
        Assert.Equal(AddressRuleSource.Configuration, _watcher.ExpectMsg<RuleSet>().Rule.Source);
        var all = (await Ask<Rules>(new GetRules())).All;
        Assert.Equal(
            [(Denied, AddressRuleSource.Configuration), (Banned, AddressRuleSource.Operator)],
            all.Select(rule => (rule.Kind, rule.Source)));
        Assert.True(LetsIn(Peer));
        Assert.False(LetsIn(IPAddress.Parse("10.9.1.1")));
    }

    [Fact]
    public async Task AdmissionActor_should_ban_after_failed_logins_and_longer_each_time()
    {
        await Start(options => options with { Ban = new() { Failures = 3, Within = Minute, Duration = Minute, Longest = TimeSpan.FromMinutes(3) } });
        foreach (var minutes in new[] { 1, 2, 3, 3 })
        {
            await Fail(Peer, 2);
            Assert.True(LetsIn(Peer));
            await Fail(Peer, 1);

            var ban = Assert.Single((await Ask<Rules>(new GetRules())).All);
            Assert.Equal((Single, Banned, AddressRuleSource.FailedLogins), (ban.Network, ban.Kind, ban.Source));
            Assert.Equal(TimeSpan.FromMinutes(minutes), ban.Until - ban.Since);
            Assert.False(LetsIn(Peer));
            await Pass(TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(20));
            Assert.True(LetsIn(Peer));
        }
    }

    [Fact]
    public async Task AdmissionActor_should_log_whom_it_bans()
    {
        await Start(options => options with { Ban = new() { Failures = 2 } });

        await EventFilter.Warning("192.0.2.7/32 is banned for 00:10:00: 2 failed logins.").ExpectOneAsync(() => Fail(Peer, 2));
    }

    [Fact]
    public async Task AdmissionActor_should_ban_the_64_of_an_IPv6_address()
    {
        await Start(options => options with { Ban = new() { Failures = 2 } });

        await Fail(IPAddress.Parse("2001:db8:0:1::1"), 1);
        await Fail(IPAddress.Parse("2001:db8:0:1:ffff::2"), 1);

        Assert.False(LetsIn(IPAddress.Parse("2001:db8:0:1::3")));
        Assert.True(LetsIn(IPAddress.Parse("2001:db8:0:2::1")));
    }

    [Fact]
    public async Task AdmissionActor_should_not_count_failed_logins_of_safe_addresses_or_without_such_bans()
    {
        await Start(options => options with { Safe = [Wide], Ban = new() { Failures = 1 } });
        await Fail(Peer, 5);
        _actor.Tell(new LearnFailedLogins("other", Single, Time.Now, 100));
        await Ask<Configured>(new Configure(new AdmissionOptions { Ban = new() { Failures = 0 } }));
        await Fail(Peer, 5);
        _actor.Tell(new LearnFailedLogins("other", Single, Time.Now, 100));

        var rules = await Ask<Rules>(new GetRules());

        Assert.Equal((0, 0), (rules.All.Length, rules.Failures.Length));
        await _watcher.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task AdmissionActor_should_forget_the_failed_logins_of_a_network_whose_ban_is_lifted()
    {
        await Start(options => options with { Ban = new() { Failures = 2 } });
        await Fail(Peer, 2);
        await Ask<RuleLifted>(new Lift(Single, Banned));

        await Fail(Peer, 1);

        Assert.True(LetsIn(Peer));
        Assert.Equal(1, Assert.Single((await Ask<Rules>(new GetRules())).Failures).Count);
        await Fail(Peer, 1);
        Assert.Equal(0, Assert.Single((await Ask<Rules>(new GetRules())).All).Repeat);
    }

    [Fact]
    public async Task AdmissionActor_should_tell_each_failed_login_that_may_lead_to_a_ban()
    {
        await Start();
        await Fail(Peer, 2);
        Assert.Equal([1, 2], _watcher.ReceiveN(2).Cast<FailedLogins>().Select(span => span.Count));

        var late = CreateTestProbe();
        _actor.Tell(new Watch(late));

        var rules = await late.ExpectMsgAsync<Rules>();
        Assert.Equal(new FailedLogins(Single, Time.Now, 2), Assert.Single(rules.Failures));
    }

    [Fact]
    public async Task AdmissionActor_should_stop_telling_who_does_not_watch_any_more_and_bound_those_who_do()
    {
        await Start();
        _actor.Tell(new Unwatch(_watcher));
        await _watcher.ExpectMsgAsync<Unwatched>();
        var watchers = Enumerable.Range(0, MostWatchers).Select(_ => CreateTestProbe()).ToList();
        foreach (var watcher in watchers)
        {
            _actor.Tell(new Watch(watcher));
            await watcher.ExpectMsgAsync<Rules>();
        }

        _actor.Tell(new Watch(_watcher));
        Assert.Equal(MostWatchers, (await _watcher.ExpectMsgAsync<TooManyWatchers>()).Most);
        Watch(watchers[0]);
        Sys.Stop(watchers[0]);
        await ExpectTerminatedAsync(watchers[0]);
        await AwaitAssertAsync(async () =>
        {
            _actor.Tell(new Watch(_watcher));
            await _watcher.ExpectMsgAsync<Rules>();
        });
    }

    private async Task Start(Func<AdmissionOptions, AdmissionOptions>? change = null)
    {
        var options = change?.Invoke(new AdmissionOptions()) ?? new AdmissionOptions();
        var book = new AdmissionBook(options, Time.Now);
        _gate = new AdmissionGate(book.Table);
        _actor = Sys.ActorOf(AdmissionActor.Props(book, _gate));
        _actor.Tell(new Watch(_watcher));
        await _watcher.ExpectMsgAsync<Rules>();
    }

    private bool LetsIn(IPAddress address) => _gate.Refusal(address) is null;

    private Task<T> Ask<T>(ICommand command) => _actor.Ask<T>(command, TimeSpan.FromSeconds(30));

    private async Task Fail(IPAddress peer, int times)
    {
        for (var i = 0; i < times; i++)
            _actor.Tell(new AdmissionActor.LoginFailed(peer));
        await Ask<Rules>(new GetRules());
    }

    private async Task Pass(TimeSpan time)
    {
        Time.Advance(time);
        await Ask<Rules>(new GetRules());
    }
}
