using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Transfers;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Transfers.PassivePortsProtocol;

namespace FtpActors.Server.Tests.Commands;

/// <summary>What PASV and EPSV do alike; a probe stands for the pool of ports.</summary>
public abstract class PassiveHandlerSpecBase(string verb) : CommandHandlerSpecBase
{
    protected static IPAddress Ipv6 { get; } = IPAddress.Parse("2001:db8::1");

    protected SessionState State { get; } = LoggedInOn(new MemoryStorage());

    [Fact]
    public async Task Handler_should_borrow_a_listener_for_the_session_and_announce_it()
    {
        var (command, _) = Send(verb, State);
        var asked = await PassivePorts.ExpectMsgAsync<CheckOut>();
        Assert.Equal((Local.Address, Remote.Address, Session.Ref), (asked.Local, asked.Peer, asked.Session));
        var listener = new Listener(5001);
        PassivePorts.Reply(new CheckedOut(listener, asked.Tag));
        var completed = await Session.ExpectMsgAsync<Completed>();
        Assert.Equal(command.Id, completed.Id);
        Assert.Equal(listener, Assert.IsType<DataAnnounced>(Assert.Single(completed.Outcome.Changes)).Connector);
    }

    [Fact]
    public async Task Handler_should_announce_what_the_session_has_kept_without_asking_the_pool()
    {
        using var listener = DataListener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var loan = new PassiveLoan(IPAddress.Loopback, listener, Session, PassivePorts, mayKeep: true);
        using var stale = await LoopbackPorts.Call(IPAddress.Loopback, listener.Port);

        Send(verb, State with { Port = loan });

        var outcome = (await Session.ExpectMsgAsync<Completed>()).Outcome;
        var connector = Assert.IsType<PassiveConnector>(Assert.IsType<DataAnnounced>(Assert.Single(outcome.Changes)).Connector);
        Assert.Equal((loan, listener.Port), (connector.Loan, connector.Port));
        await LoopbackPorts.AssertCut(stale);
        Assert.False(PassivePorts.HasMessages);
        Send(verb, State with { Port = loan });
        await PassivePorts.ExpectMsgAsync<CheckOut>();
    }

    [Fact]
    public async Task Handler_should_keep_commands_apart_whose_ports_come_in_another_order()
    {
        var (first, _) = Send(verb, State);
        var (second, _) = Send(verb, State);
        var askedFirst = await PassivePorts.ExpectMsgAsync<CheckOut>();
        var askedSecond = await PassivePorts.ExpectMsgAsync<CheckOut>();
        PassivePorts.Reply(new CheckedOut(new Listener(5002), askedSecond.Tag));
        PassivePorts.Reply(new CheckedOut(new Listener(5001), askedFirst.Tag));
        Assert.Equal(second.Id, (await Session.ExpectMsgAsync<Completed>()).Id);
        Assert.Equal(first.Id, (await Session.ExpectMsgAsync<Completed>()).Id);
    }

    [Fact]
    public async Task Handler_should_give_back_a_listener_that_comes_too_late()
    {
        using var cancel = new CancellationTokenSource();
        Send(verb, State, cancel.Token);
        var asked = await PassivePorts.ExpectMsgAsync<CheckOut>();
        await cancel.CancelAsync();
        var listener = new Listener(5001);
        PassivePorts.Reply(new CheckedOut(listener, asked.Tag));
        await listener.Disposed.WaitAsync(RemainingOrDefault);
        Assert.False(Session.HasMessages);
    }

    [Fact]
    public async Task Handler_should_reply_425_when_no_port_is_free()
    {
        Send(verb, State);
        var asked = await PassivePorts.ExpectMsgAsync<CheckOut>();
        PassivePorts.Reply(new NoPortFree(asked.Tag));
        var outcome = (await Session.ExpectMsgAsync<Completed>()).Outcome;
        Assert.Equal(425, outcome.Reply?.Code);
        Assert.Empty(outcome.Changes);
    }

    [Fact]
    public async Task Handler_should_reply_530_before_login() => Assert.Equal(530, (await Reply(verb)).Code);

    /// <summary>The reply to <paramref name="line"/> when the pool lends <paramref name="port"/>.</summary>
    protected async Task<FtpReply?> Announced(string line, int port, SessionState? state = null)
    {
        Send(line, state ?? State);
        var asked = await PassivePorts.ExpectMsgAsync<CheckOut>();
        PassivePorts.Reply(new CheckedOut(new Listener(port), asked.Tag));
        return (await Session.ExpectMsgAsync<Completed>()).Outcome.Reply;
    }

    private sealed class Listener(int port) : IPassiveConnector
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Port => port;

        public Task Disposed => _disposed.Task;

        public Task<IDataTransport> Connect(CancellationToken cancel) => throw new NotSupportedException();

        public void Dispose() => _disposed.TrySetResult();
    }
}
