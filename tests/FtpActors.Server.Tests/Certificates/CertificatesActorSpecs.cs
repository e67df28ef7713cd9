using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server.Certificates;
using FtpActors.Server.Tests.Sessions;
using static FtpActors.Server.Certificates.CertificatesProtocol;

namespace FtpActors.Server.Tests.Certificates;

public class CertificatesActorSpecs : ActorSpecBase
{
    private readonly TestProbe _looks;
    private readonly TestProbe _events;
    private readonly ScriptedCertificates _certificates;

    public CertificatesActorSpecs()
        : base(SessionSpecBase.VirtualTime)
    {
        (_looks, _events) = (CreateTestProbe(), CreateTestProbe());
        _certificates = new ScriptedCertificates(atOnce => _looks.Tell(atOnce));
        Sys.EventStream.Subscribe(_events, typeof(IEvent));
    }

    private TestScheduler Time => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task CertificatesActor_should_look_for_changes_once_an_interval_and_tell_what_has_changed()
    {
        _certificates.Next = () => Task.FromResult<ImmutableArray<CertificateNotice>>([new CertificateNotice.Renewed(Facts("new")), new CertificateNotice.Refused("x.pem is broken.")]);
        await Start();
        await _looks.ExpectNoMsgAsync(TimeSpan.Zero);

        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.False(await _looks.ExpectMsgAsync<bool>());
        Assert.Equal("new", (await _events.ExpectMsgAsync<Renewed>()).Certificate.Subject);
        Assert.Equal("x.pem is broken.", (await _events.ExpectMsgAsync<Refused>()).Problem);
    }

    [Fact]
    public async Task CertificatesActor_should_not_look_again_before_a_look_has_ended_unless_it_is_asked_to()
    {
        var hanging = new TaskCompletionSource<ImmutableArray<CertificateNotice>>();
        _certificates.Next = () => hanging.Task;
        var actor = await Start();
        Time.Advance(TimeSpan.FromSeconds(30));
        await _looks.ExpectMsgAsync(false);
        Time.Advance(TimeSpan.FromSeconds(30));

        actor.Tell(new Renew(), TestActor);

        await _looks.ExpectMsgAsync(true);
        hanging.SetResult([]);
        Assert.Empty((await ExpectMsgAsync<Renewal>()).Notices);
        await AwaitAssertAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            await _looks.ExpectMsgAsync(false, TimeSpan.FromMilliseconds(100));
        });
    }

    [Fact]
    public async Task CertificatesActor_should_look_at_once_when_it_is_asked_to_and_answer_with_what_it_found()
    {
        _certificates.Next = () => Task.FromResult<ImmutableArray<CertificateNotice>>([new CertificateNotice.Refused("x.pem is broken.")]);
        var actor = await Start(options => options with { Interval = Timeout.InfiniteTimeSpan });

        actor.Tell(new Renew(), TestActor);

        Assert.Equal([new CertificateNotice.Refused("x.pem is broken.")], (await ExpectMsgAsync<Renewal>()).Notices.AsEnumerable());
        await _looks.ExpectMsgAsync(true);
    }

    [Fact]
    public async Task CertificatesActor_should_go_on_when_a_look_fails()
    {
        _certificates.Next = () => Task.FromException<ImmutableArray<CertificateNotice>>(new InvalidOperationException("odd"));
        var actor = await Start();

        actor.Tell(new Renew(), TestActor);

        Assert.Equal([new CertificateNotice.Refused("odd")], (await ExpectMsgAsync<Renewal>()).Notices.AsEnumerable());
        actor.Tell(new GetCertificates(), TestActor);
        await ExpectMsgAsync<InUse>();
    }

    [Fact]
    public async Task CertificatesActor_should_tell_what_is_in_use()
    {
        _certificates.Facts = [Facts("one"), Facts("two")];
        var actor = await Start();

        actor.Tell(new GetCertificates(), TestActor);

        Assert.Equal(["one", "two"], (await ExpectMsgAsync<InUse>()).Certificates.Select(facts => facts.Subject));
    }

    [Fact]
    public async Task CertificatesActor_should_warn_of_an_end_once_for_each_step_and_once_when_it_has_come()
    {
        _certificates.Facts = [Facts("one", Time.Now.AddDays(20))];
        var actor = await Start();
        Assert.InRange((await _events.ExpectMsgAsync<Expiring>()).Left, TimeSpan.FromDays(19), TimeSpan.FromDays(20));
        foreach (var days in new[] { 14, 7, 1 })
        {
            await Pass(actor, _certificates.Facts[0].NotAfter.AddDays(-days) - Time.Now - TimeSpan.FromHours(2));
            await _events.ExpectNoMsgAsync(TimeSpan.Zero);
            await Pass(actor, TimeSpan.FromHours(3));
            Assert.InRange((await _events.ExpectMsgAsync<Expiring>()).Left, TimeSpan.FromDays(days - 1), TimeSpan.FromDays(days));
        }

        await Pass(actor, TimeSpan.FromDays(2));

        Assert.Equal("one", (await _events.ExpectMsgAsync<Expired>()).Certificate.Subject);
        await Pass(actor, TimeSpan.FromDays(2));
        await _events.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task CertificatesActor_should_warn_of_a_renewed_certificate_that_ends_soon()
    {
        var renewed = Facts("one", Time.Now.AddHours(5));
        var actor = await Start();
        _certificates.Facts = [renewed];
        _certificates.Next = () => Task.FromResult<ImmutableArray<CertificateNotice>>([new CertificateNotice.Renewed(renewed)]);

        actor.Tell(new Renew(), TestActor);

        await _events.ExpectMsgAsync<Renewed>();
        await _events.ExpectMsgAsync<Expiring>();
    }

    [Fact]
    public async Task CertificatesActor_should_say_of_a_revocation_list_only_that_it_is_out_of_date()
    {
        _certificates.Facts = [Facts("authority", Time.Now.AddHours(5)) with { Kind = CertificateKind.RevocationList }];
        var actor = await Start();
        await _events.ExpectNoMsgAsync(TimeSpan.Zero);

        await Pass(actor, TimeSpan.FromHours(6));

        await _events.ExpectMsgAsync<Expired>();
    }

    private static CertificateFacts Facts(string subject, DateTimeOffset? until = null) => new()
    {
        Kind = CertificateKind.Server,
        File = $"{subject}.pem",
        Subject = subject,
        NotBefore = DateTimeOffset.MinValue,
        NotAfter = until ?? DateTimeOffset.MaxValue,
        Fingerprint = subject,
    };

    private async Task<IActorRef> Start(Func<CertificateWatchOptions, CertificateWatchOptions>? change = null)
    {
        var options = new CertificateWatchOptions();
        var actor = Sys.ActorOf(CertificatesActor.Props([_certificates], change?.Invoke(options) ?? options));
        await Settled(actor);
        return actor;
    }

    private async Task Pass(IActorRef actor, TimeSpan time)
    {
        Time.Advance(time);
        await Settled(actor);
    }

    private async Task Settled(IActorRef actor)
    {
        var probe = CreateTestProbe();
        actor.Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }
}
