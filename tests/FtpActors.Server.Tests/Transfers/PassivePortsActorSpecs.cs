using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Transport;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.PassivePortsProtocol;

namespace FtpActors.Server.Tests.Transfers;

public sealed class PassivePortsActorSpecs : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly IPAddress _address = LoopbackPorts.FreshAddress();
    private readonly TestProbe _handler;
    private int _first;

    public PassivePortsActorSpecs()
        : base(SessionSpecBase.VirtualTime) => _handler = CreateTestProbe();

    public static TheoryData<string> Families => ["IPv4", "IPv6"];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task PassivePortsActor_should_lend_exclusively_and_say_when_the_range_is_used_up(string family)
    {
        var address = family == "IPv4" ? _address : IPAddress.IPv6Loopback;
        var pool = Pool(address, 3);
        var session = CreateTestProbe();
        var loans = new List<IPassiveConnector> { await Lend(pool, session, address), await Lend(pool, session, address), await Lend(pool, CreateTestProbe(), address) };
        Assert.Equal(Enumerable.Range(_first, 3), loans.Select(loan => loan.Port).Order());
        pool.Tell(new CheckOut(address, address, session, "tag"), _handler);
        Assert.Equal(new NoPortFree("tag"), await _handler.ExpectMsgAsync<NoPortFree>(Patience));
        loans[0].Dispose();
        Assert.Equal(loans[0].Port, (await Lend(pool, session, address)).Port);
    }

    [Fact]
    public async Task PassivePortsActor_should_take_a_loan_away_that_was_not_used_for_long_when_nothing_else_is_left()
    {
        var pool = Pool(_address, 2);
        var hoarder = CreateTestProbe();
        var old = await Lend(pool, hoarder, _address);
        ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(15));
        var young = await Lend(pool, hoarder, _address);

        var next = await Lend(pool, CreateTestProbe(), _address);

        Assert.Equal(old.Port, next.Port);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => old.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        pool.Tell(new CheckOut(_address, _address, CreateTestProbe(), 1), _handler);
        await _handler.ExpectMsgAsync<NoPortFree>(Patience);
        Assert.NotEqual(old.Port, young.Port);
    }

    [Fact]
    public async Task PassivePortsActor_should_bring_the_tag_back()
    {
        var pool = Pool(_address, 1);
        var tag = new object();
        pool.Tell(new CheckOut(_address, _address, CreateTestProbe(), tag), _handler);
        Assert.Same(tag, (await _handler.ExpectMsgAsync<CheckedOut>(Patience)).Tag);
    }

    [Fact]
    public async Task PassivePortsActor_should_keep_a_range_for_each_local_address()
    {
        var pool = Pool(_address, 1);
        var other = LoopbackPorts.FreshAddress();
        var session = CreateTestProbe();
        Assert.Equal((await Lend(pool, session, _address)).Port, (await Lend(pool, session, other)).Port);
        pool.Tell(new CheckOut(other, other, session, 1), _handler);
        await _handler.ExpectMsgAsync<NoPortFree>(Patience);
    }

    [Fact]
    public async Task PassivePortsActor_should_take_a_listener_back_after_its_connection()
    {
        var pool = Pool(_address, 1);
        var session = CreateTestProbe();
        for (var i = 0; i < 3; i++)
            await Use(await Lend(pool, session, _address));
    }

    [Fact]
    public async Task PassivePortsActor_should_leave_a_session_the_listener_of_its_last_connection_while_there_are_others()
    {
        var pool = Pool(_address, 4);
        var session = CreateTestProbe();
        var first = await Lend(pool, session, _address);
        await Use(first);
        Assert.Null(((PassiveConnector)first).Loan.Connector);

        var again = Again(first);

        Assert.Equal(first.Port, again!.Port);
        Assert.Null(Again(first));
        await Use(again);
        await Use(Again(first)!);
        var others = new List<IPassiveConnector>();
        for (var i = 0; i < 3; i++)
            others.Add(await Lend(pool, CreateTestProbe(), _address));
        Assert.DoesNotContain(first.Port, others.Select(other => other.Port));
        Assert.Equal(first.Port, (await Lend(pool, CreateTestProbe(), _address)).Port);
        Assert.Null(Again(first));
    }

    [Fact]
    public async Task PassivePortsActor_should_leave_nothing_to_a_session_that_does_not_ask_for_it()
    {
        var pool = Pool(_address, 4);
        var session = CreateTestProbe();
        pool.Tell(new CheckOut(_address, _address, session, 1), _handler);
        var loan = (await _handler.ExpectMsgAsync<CheckedOut>(Patience)).Connector;
        await Use(loan);

        Assert.Equal(loan.Port, (await Lend(pool, session, _address)).Port);
        Assert.Null(Again(loan));
    }

    [Fact]
    public async Task PassivePortsActor_should_let_sessions_keep_half_of_the_range()
    {
        var pool = Pool(_address, 4);
        var loans = new List<IPassiveConnector>();
        for (var i = 0; i < 4; i++)
            loans.Add(await Lend(pool, CreateTestProbe(), _address));
        foreach (var loan in loans)
            await Use(loan);

        // What came back has been dealt with once it answers.
        await Lend(pool, CreateTestProbe(), LoopbackPorts.FreshAddress());
        Assert.Equal(2, loans.Count(loan => Again(loan) is not null));
    }

    [Fact]
    public async Task PassivePortsActor_should_take_back_what_a_session_kept_that_died()
    {
        var pool = Pool(_address, 2);
        var session = CreateTestProbe();
        var kept = await Lend(pool, session, _address);
        await Use(kept);
        await Lend(pool, CreateTestProbe(), _address);

        Sys.Stop(session);

        await AwaitAssertAsync(async () => Assert.Equal(kept.Port, (await Lend(pool, CreateTestProbe(), _address)).Port), Patience);
        Assert.Null(Again(kept));
    }

    [Fact]
    public async Task PassivePortsActor_should_close_what_a_session_keeps_when_stopped()
    {
        var pool = Pool(_address, 2);
        var kept = await Lend(pool, CreateTestProbe(), _address);
        await Use(kept);

        await StopPool(pool);

        Assert.Null(Again(kept));
        Assert.True(LoopbackPorts.IsFree(_address, kept.Port));
    }

    [Fact]
    public async Task PassivePortsActor_should_lose_no_listener_that_a_session_asks_for_again_as_it_dies()
    {
        var pool = Pool(_address, 2);
        for (var round = 0; round < 100; round++)
        {
            var session = CreateTestProbe();
            var kept = await Lend(pool, session, _address);
            await Use(kept);
            var asking = Task.Run(() => Again(kept));
            Sys.Stop(session);
            await asking;
            await AwaitAssertAsync(async () => (await Lend(pool, CreateTestProbe(), _address)).Dispose(), Patience);
        }

        var heir = CreateTestProbe();
        await AwaitAssertAsync(async () => await Lend(pool, heir, _address), Patience);
        await AwaitAssertAsync(async () => await Lend(pool, heir, _address), Patience);
    }

    [Fact]
    public async Task PassivePortsActor_should_take_a_listener_back_once_when_it_is_disposed_twice()
    {
        var pool = Pool(_address, 1);
        var session = CreateTestProbe();
        var loan = await Lend(pool, session, _address);
        loan.Dispose();
        loan.Dispose();
        await Lend(pool, session, _address);
        loan.Dispose();
        pool.Tell(new CheckOut(_address, _address, session, 1), _handler);
        await _handler.ExpectMsgAsync<NoPortFree>(Patience);
    }

    [Fact]
    public async Task PassivePortsActor_should_not_lend_a_stale_call_to_the_next_session()
    {
        var pool = Pool(_address, 1);
        var loan = await Lend(pool, CreateTestProbe(), _address);
        using var stale = await LoopbackPorts.Call(_address, loan.Port);
        loan.Dispose();
        var next = await Lend(pool, CreateTestProbe(), _address);
        await LoopbackPorts.AssertCut(stale);
        var connecting = next.Connect(CancellationToken.None);
        using var peer = await LoopbackPorts.Call(_address, next.Port);
        await using var transport = await connecting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    [Fact]
    public async Task PassivePortsActor_should_take_everything_back_from_a_session_that_died()
    {
        var pool = Pool(_address, 3);
        var session = CreateTestProbe();
        var unused = await Lend(pool, session, _address);
        var connecting = (await Lend(pool, session, _address)).Connect(CancellationToken.None);
        await Lend(pool, CreateTestProbe(), _address);
        Sys.Stop(session);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => connecting.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        var next = CreateTestProbe();
        await AwaitAssertAsync(async () => await Lend(pool, next, _address), Patience);
        await AwaitAssertAsync(async () => await Lend(pool, next, _address), Patience);
        pool.Tell(new CheckOut(_address, _address, next, 1), _handler);
        await _handler.ExpectMsgAsync<NoPortFree>(Patience);
        failure = await Assert.ThrowsAsync<DataConnectionException>(() => unused.Connect(CancellationToken.None));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
    }

    [Fact]
    public async Task PassivePortsActor_should_take_back_what_it_lent_to_a_session_that_was_dead_already()
    {
        var pool = Pool(_address, 1);
        var session = CreateTestProbe();
        await WatchAsync(session);
        Sys.Stop(session);
        await ExpectTerminatedAsync(session, Patience);
        await Lend(pool, session, _address);
        await AwaitAssertAsync(async () => await Lend(pool, CreateTestProbe(), _address), Patience);
    }

    [Fact]
    public async Task PassivePortsActor_should_lend_any_port_when_the_range_is_0()
    {
        var pool = Sys.ActorOf(PassivePortsActor.Props(new PassiveOptions { FirstPort = 0, LastPort = 0 }));
        var session = CreateTestProbe();
        var (one, two) = (await Lend(pool, session, _address), await Lend(pool, session, _address));
        Assert.NotEqual(one.Port, two.Port);
        one.Dispose();
        await AwaitAssertAsync(() => Assert.True(LoopbackPorts.IsFree(_address, one.Port)), Patience);
    }

    [Fact]
    public async Task PassivePortsActor_should_close_every_listener_when_stopped()
    {
        var pool = Pool(_address, 4);
        var (session, dead) = (CreateTestProbe(), CreateTestProbe());
        var loans = new List<IPassiveConnector>();
        for (var i = 0; i < 3; i++)
            loans.Add(await Lend(pool, session, _address));
        loans.Add(await Lend(pool, dead, _address));
        loans[0].Dispose();
        var connecting = loans[1].Connect(CancellationToken.None);
        await StopPool(pool);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => connecting.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.NotOpened, failure.Fault);
        Assert.All(loans, loan => Assert.True(LoopbackPorts.IsFree(_address, loan.Port)));
        loans.ForEach(loan => loan.Dispose());
        await Assert.ThrowsAsync<DataConnectionException>(() => loans[2].Connect(CancellationToken.None));
    }

    [Fact]
    public async Task PassivePortsActor_should_close_the_listeners_of_sessions_that_died_just_before_it_was_stopped()
    {
        for (var round = 0; round < 50; round++)
        {
            var pool = Pool(_address, 1);
            var session = CreateTestProbe();
            var loan = await Lend(pool, session, _address);
            Sys.Stop(session);
            await StopPool(pool);
            Assert.True(LoopbackPorts.IsFree(_address, loan.Port), $"Round {round}");
        }
    }

    private async Task Use(IPassiveConnector loan)
    {
        var connecting = loan.Connect(CancellationToken.None);
        using var peer = await LoopbackPorts.Call(_address, loan.Port);
        await using var transport = await connecting.WaitAsync(Patience);
        Assert.Equal(peer.LocalEndPoint, transport.Remote);
    }

    /// <summary>As a session's next PASV.</summary>
    private PassiveConnector? Again(IPassiveConnector loan) => ((PassiveConnector)loan).Loan.TryUse(_address, DateTimeOffset.UnixEpoch);

    private IActorRef Pool(IPAddress address, int count)
    {
        _first = LoopbackPorts.FreeRange(address, count);
        return Sys.ActorOf(PassivePortsActor.Props(new PassiveOptions { FirstPort = _first, LastPort = _first + count - 1 }));
    }

    private async Task StopPool(IActorRef pool)
    {
        await WatchAsync(pool);
        Sys.Stop(pool);
        await ExpectTerminatedAsync(pool, Patience);
    }

    private async Task<IPassiveConnector> Lend(IActorRef pool, IActorRef session, IPAddress address)
    {
        pool.Tell(new CheckOut(address, address, session, 1) { MayKeep = true }, _handler);
        return Assert.IsType<CheckedOut>(await _handler.ExpectMsgAsync<IEvent>(Patience)).Connector;
    }
}
