using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Tests.Listening;

/// <summary>Sessions as a server's top actor speaks of them.</summary>
public class ListenerDirectorySpecs : ListenerSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTransport _transport = new();
    private readonly FakeWriter _writer = new();
    private readonly TaskCompletionSource _hangs = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ListenerDirectorySpecs()
    {
        var connector = new FakeConnector();
        connector.Open(_transport);
        _writer.LetRollBackEnd();
        Options = Options with
        {
            Commands = Options.Commands
                .With(ScriptedHandler.Verb("EVE", Outcome.Of(230, "In.").With(new LoggedIn(new FtpUser { Name = "eve" }, new MemoryStorage(), FtpPath.Parse("/pub")))))
                .With(ScriptedHandler.Verb("OUT", Outcome.Of(220, "Out.").With(new Reinitialised())))
                .With(ScriptedHandler.Verb("HANG", _ => Hang()))
                .With(ScriptedHandler.Verb("DATA", Outcome.Of(227, "Here.").With(new DataAnnounced(connector))))
                .With(ScriptedHandler.Verb("STORE", _ => new(Outcome.Of(TransferPlan.Receive("STORE", FtpPath.Parse("/up"), _writer, new(150, "Go.")))))),
        };
    }

    [Fact]
    public async Task Listener_should_list_sessions_by_number()
    {
        var (server, address) = await Start();
        Assert.Equal(0, (await Ask<SessionList>(server, new ListSessions())).Total);
        var first = await Connect(address);
        await Connect(address);
        await Connect(address);
        await first.Send("EVE");
        await first.Expect(230);

        var all = await Ask<SessionList>(server, new ListSessions());
        Assert.Equal([1, 2, 3], all.Sessions.Select(session => session.Id));
        var eve = all.Sessions[0];
        Assert.Equal(("eve", FtpPath.Parse("/pub"), first.Local, address), (eve.User, eve.WorkingDirectory, eve.Remote, eve.Local));

        var some = await Ask<SessionList>(server, new ListSessions(Most: 2));
        Assert.Equal([1, 2], some.Sessions.Select(session => session.Id));
        Assert.Equal(3, some.Total);
        var named = await Ask<SessionList>(server, new ListSessions(new SessionFilter { User = "eve" }));
        Assert.Equal(("eve", 1), (Assert.Single(named.Sessions).User, named.Total));
    }

    [Fact]
    public async Task Listener_should_describe_a_session_also_while_the_server_shuts_down()
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("HANG");
        await _hangs.Task.WaitAsync(Patience);
        _ = server.Stop(TimeSpan.FromHours(1));

        Assert.Equal("HANG", (await Ask<SessionFound>(server, new DescribeSession(1))).Session.Command);
        Assert.Equal(new NoSuchSession(2), await Ask<NoSuchSession>(server, new DescribeSession(2)));
    }

    [Fact]
    public async Task Listener_should_know_no_session_whose_client_has_read_its_last_reply()
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("QUIT");
        await client.Expect(221);
        await client.ExpectEnd();
        await Ask<NoSuchSession>(server, new DescribeSession(1));
    }

    [Fact]
    public async Task Listener_should_have_a_client_told_something()
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        Assert.Equal(1, (await Ask<MessageQueued>(server, new MessageSession(1, "Hel\r\nlo."))).Sessions);
        await Ask<NoSuchSession>(server, new MessageSession(2, "Hello."));
        await client.Send("NOOP");
        Assert.Equal("Hel??lo.", Assert.Single((await client.Reply()).Lines));
    }

    [Fact]
    public async Task Listener_should_have_the_clients_told_something_for_whom_the_filter_holds()
    {
        var (server, address) = await Start();
        var (eve, demo) = (await Connect(address), await Connect(address));
        await eve.Send("EVE");
        await eve.Expect(230);
        await demo.Send("LOGIN");
        await demo.Expect(230);

        Assert.Equal(1, (await Ask<MessageQueued>(server, new MessageSessions(new SessionFilter { User = "eve" }, "Hello."))).Sessions);
        Assert.Equal(2, (await Ask<MessageQueued>(server, new MessageSessions(SessionFilter.All, "All."))).Sessions);
        Assert.Equal(0, (await Ask<MessageQueued>(server, new MessageSessions(new SessionFilter { User = "nobody" }, "None."))).Sessions);

        await eve.Send("NOOP");
        Assert.Equal(["Hello.", "All."], (await eve.Reply()).Lines.Select(line => line.Trim()));
        await demo.Send("NOOP");
        Assert.Equal("All.", Assert.Single((await demo.Reply()).Lines));
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("HANG")]
    public async Task Listener_should_kick_a_session_with_a_reason_whatever_it_does(string line)
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send(line);
        if (line == "NOOP")
            await client.Expect(200);
        else
            await _hangs.Task.WaitAsync(Patience);

        Assert.Equal(1, (await Ask<SessionKicked>(server, new KickSession(1, "Enough,\neve."))).Session);
        await Ask<NoSuchSession>(server, new KickSession(2, "Enough."));

        Assert.Equal(new(421, "Enough,?eve. Closing control connection."), await client.Reply());
        await client.ExpectEnd();
    }

    [Fact]
    public async Task Listener_should_abort_a_transfer_before_it_kicks_its_session()
    {
        var (server, address) = await Start();
        var client = await Upload(address);
        await Ask<SessionKicked>(server, new KickSession(1, "Enough."));
        await client.Expect(426, 421);
        await client.ExpectEnd();
        Assert.Equal((0, 1), (_writer.Commits, _writer.RollBacks));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_should_abort_one_transfer_and_leave_its_session(bool isNamed)
    {
        var (server, address) = await Start();
        var client = await Upload(address);
        var transfer = (await Ask<SessionFound>(server, new DescribeSession(1))).Session.Transfer!;
        await Settled(server, $"session-1/transfer-{transfer.Id}");
        await Ask<NoSuchTransfer>(server, new AbortTransfer(1, transfer.Id + 1));
        await Ask<NoSuchSession>(server, new AbortTransfer(2));

        Assert.Equal(new AbortSent(1, transfer.Id), await Ask<AbortSent>(server, new AbortTransfer(1, isNamed ? transfer.Id : null)));

        await client.Expect(426);
        await ExpectAlive(client);
        Assert.Equal((0, 1), (_writer.Commits, _writer.RollBacks));
        await Ask<NoSuchTransfer>(server, new AbortTransfer(1));
    }

    [Fact]
    public async Task Listener_should_tell_watchers_what_changes()
    {
        var (server, address) = await Start();
        await Connect(address);
        var watcher = CreateTestProbe();
        server.Actor.Tell(new WatchSessions(watcher));
        Assert.Equal(1, (await watcher.ExpectMsgAsync<SessionList>()).Total);

        var client = await Connect(address);
        Assert.Equal(client.Local, (await watcher.ExpectMsgAsync<SessionOpened>()).Session.Remote);
        await client.Send("EVE", "OUT", "LOGIN", "EVE", "QUIT");
        await watcher.ExpectMsgAsync(new SessionLoggedIn(2, "eve", null));
        await watcher.ExpectMsgAsync(new SessionLoggedOut(2, "eve", null));
        await watcher.ExpectMsgAsync(new SessionLoggedIn(2, "demo", null));
        await watcher.ExpectMsgAsync(new SessionLoggedOut(2, "demo", null));
        await watcher.ExpectMsgAsync(new SessionLoggedIn(2, "eve", null));
        Assert.Equal((2, "eve"), (await watcher.ExpectMsgAsync<SessionClosed>() is { Session: var last } ? (last.Id, last.User) : default));

        server.Actor.Tell(new UnwatchSessions(watcher));
        await watcher.ExpectMsgAsync<Unwatched>();
        await Connect(address);
        await Ask<SessionList>(server, new ListSessions());
        Assert.False(watcher.HasMessages);
    }

    [Fact]
    public async Task Listener_should_tell_watchers_of_a_connection_that_breaks()
    {
        var (server, address) = await Start();
        var client = await Connect(address);
        var watcher = CreateTestProbe();
        server.Actor.Tell(new WatchSessions(watcher));
        await watcher.ExpectMsgAsync<SessionList>();
        client.Reset();
        Assert.Equal(1, (await watcher.ExpectMsgAsync<SessionClosed>(Patience)).Session.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Listener_should_have_a_bound_for_watchers_and_forget_dead_ones(bool isAfterFault)
    {
        var (server, _) = await Start();
        var watchers = Enumerable.Range(0, MostWatchers).Select(_ => CreateTestProbe()).ToArray();
        foreach (var watcher in watchers)
            await Watch<SessionList>(server, watcher);
        await Watch<SessionList>(server, watchers[0]);
        var late = CreateTestProbe();
        await Watch<TooManyWatchers>(server, late);

        if (isAfterFault)
            server.Actor.Tell(new WatchSessions(null!));
        Sys.Stop(watchers[0]);

        await AwaitAssertAsync(async () => Assert.IsType<SessionList>(await Watch<IEvent>(server, late)));
    }

    [Fact]
    public async Task Listener_should_know_its_sessions_and_watchers_after_a_fault()
    {
        var (server, address) = await Start();
        await Connect(address);
        var watcher = CreateTestProbe();
        await Watch<SessionList>(server, watcher);

        server.Actor.Tell(new WatchSessions(null!));
        server.Actor.Tell(new MessageSession(1, null!));
        server.Actor.Tell(new KickSession(1, null!));

        Assert.Equal(1, (await Ask<SessionList>(server, new ListSessions())).Total);
        await Connect(address);
        await watcher.ExpectMsgAsync<SessionOpened>();
    }

    private static Task<T> Ask<T>(FtpServer server, ICommand command) => server.Actor.Ask<T>(command, Patience);

    private static async Task<T> Watch<T>(FtpServer server, TestProbe watcher)
    {
        server.Actor.Tell(new WatchSessions(watcher));
        return await watcher.ExpectMsgAsync<T>();
    }

    private ValueTask<Outcome> Hang()
    {
        _hangs.SetResult();
        return new(new TaskCompletionSource<Outcome>().Task);
    }

    private async Task<ControlClient> Upload(IPEndPoint address)
    {
        var client = await Connect(address);
        await client.Send("LOGIN", "DATA", "STORE");
        await client.Expect(230, 227, 150);
        return client;
    }
}
