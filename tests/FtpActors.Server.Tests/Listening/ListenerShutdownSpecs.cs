using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Dsl;
using Akka.TestKit;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Listening;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Listening;

public sealed class ListenerShutdownSpecs : ListenerSpecBase
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly FakeTransport _transport = new();
    private readonly FakeWriter _writer = new();

    [Fact]
    public async Task Stop_should_end_a_server_without_sessions()
    {
        var (server, address) = await StartAlone();

        await server.Stop(Grace).WaitAsync(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<SocketException>(() => ControlClient.Connect(address));
    }

    [Fact]
    public async Task Stop_should_have_no_answer_sent_to_an_actor_that_calls_it()
    {
        var (server, _) = await StartAlone();
        var stopper = Sys.ActorOf(actor =>
        {
            actor.Receive<string>((_, _) => server.Stop(Grace));
            actor.ReceiveAny((message, _) => TestActor.Tell(message));
        });
        stopper.Tell("stop");
        await ExpectStopped(server);
        await stopper.Ask<ActorIdentity>(new Identify(null));
        await ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Stop_should_end_idle_sessions_with_421_and_accept_nothing_more()
    {
        var (server, address) = await StartAlone();
        var client = await Connect(address);

        var stopping = server.Stop(Grace);

        await client.Expect(421);
        await client.ExpectEnd();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<SocketException>(() => ControlClient.Connect(address));
    }

    [Fact]
    public async Task Stop_should_let_a_transfer_finish()
    {
        Options = Uploading();
        var (server, address) = await StartAlone();
        var client = await Upload(address);
        var stopping = server.Stop(Grace);
        await Settled(server);
        await Assert.ThrowsAsync<SocketException>(() => ControlClient.Connect(address));
        Assert.False(stopping.IsCompleted);

        _transport.PeerCloses();

        await client.Expect(226, 421);
        await client.ExpectEnd();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, _writer.Commits);
    }

    [Fact]
    public async Task Stop_should_abort_a_transfer_after_the_grace()
    {
        _writer.LetRollBackEnd();
        var (server, address) = await Start(Uploading());
        var client = await Upload(address);
        var stopping = server.Stop(Grace);
        await Settled(server);
        Advance(Grace - TimeSpan.FromMilliseconds(1));
        await Settled(server, "session-1");
        Assert.False(client.HasInput);

        Advance(TimeSpan.FromMilliseconds(1));

        await client.Expect(426, 421);
        await client.ExpectEnd();
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((0, 1), (_writer.Commits, _writer.RollBacks));
    }

    [Fact]
    public async Task Stop_should_not_wait_for_a_transfer_that_does_not_end_when_it_is_aborted()
    {
        var (server, address) = await Start(Uploading());
        await Upload(address);
        var stopping = server.Stop(Grace);
        await Settled(server);
        Advance(Grace);
        await _writer.RollBackStarted;
        await Settled(server);
        Assert.False(stopping.IsCompleted);

        Advance(TimeSpan.FromSeconds(2));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_without_a_limit_should_wait_for_the_transfer()
    {
        var (server, address) = await Start(Uploading());
        var client = await Upload(address);

        var stopping = server.Stop(Timeout.InfiniteTimeSpan);
        await Settled(server);
        Advance(TimeSpan.FromDays(1));
        await ExpectSilent(server, client);
        _transport.PeerCloses();

        await client.Expect(226, 421);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_should_go_by_the_shorter_grace_when_it_is_called_twice()
    {
        _writer.LetRollBackEnd();
        var (server, address) = await Start(Uploading());
        var client = await Upload(address);
        _ = server.Stop(Timeout.InfiniteTimeSpan);
        _ = server.Stop(Grace);
        _ = server.Stop(Grace * 2);
        var stopping = server.Stop(Timeout.InfiniteTimeSpan);
        await Settled(server);

        Advance(Grace);

        await client.Expect(426, 421);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_should_have_no_effect_the_second_time()
    {
        var (server, _) = await Start();
        await server.Stop(Grace).WaitAsync(TimeSpan.FromSeconds(30));

        await server.Stop(Grace).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_should_wait_until_subscribers_have_answered_the_last_outcome()
    {
        var (server, subscriber, stopping) = await StopAtOnceWhileUploading();
        var outcome = await subscriber.ExpectMsgAsync<FtpTransferEvent.ShutDown>(TimeSpan.FromSeconds(30));
        await Settled(server);
        Assert.False(stopping.IsCompleted);

        subscriber.Reply(new OutcomeProtocol.OutcomeReceived(outcome.Id));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_should_not_wait_for_subscribers_that_do_not_answer()
    {
        var (server, subscriber, stopping) = await StopAtOnceWhileUploading();
        await subscriber.ExpectMsgAsync<FtpTransferEvent.ShutDown>(TimeSpan.FromSeconds(30));
        await AwaitAssertAsync(async () => Assert.Equal(0, (await server.Actor.Ask<ServerProtocol.Draining>(new ServerProtocol.Drain(TimeSpan.Zero))).Sessions));
        Assert.False(stopping.IsCompleted);

        Advance(TimeSpan.FromSeconds(2));

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stop_should_not_wait_for_a_subscriber_that_dies()
    {
        var (_, subscriber, stopping) = await StopAtOnceWhileUploading();
        await subscriber.ExpectMsgAsync<FtpTransferEvent.ShutDown>(TimeSpan.FromSeconds(30));

        Sys.Stop(subscriber);

        await stopping.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>A server without grace, whose only upload is aborted, and one who is to answer the outcome.</summary>
    private async Task<(FtpServer Server, TestProbe Subscriber, Task Stopping)> StopAtOnceWhileUploading()
    {
        _writer.LetRollBackEnd();
        var (server, address) = await Start(Uploading());
        var subscriber = CreateTestProbe("subscriber");
        server.Actor.Tell(new OutcomeProtocol.SubscribeOutcomes(subscriber) { RedeliverAfter = TimeSpan.FromHours(1) });
        await subscriber.ExpectMsgAsync<OutcomeProtocol.OutcomesSubscribed>();
        var client = await Upload(address);
        var stopping = server.Stop(TimeSpan.Zero);
        await Settled(server);
        Advance(TimeSpan.FromMilliseconds(1));
        await client.Expect(426, 421);
        return (server, subscriber, stopping);
    }

    private async Task ExpectSilent(FtpServer server, ControlClient client)
    {
        await Settled(server, "session-1");
        Assert.False(client.HasInput);
    }

    /// <summary>With UP, which uploads what comes over a data connection in memory.</summary>
    private FtpServerOptions Uploading()
    {
        var connector = new FakeConnector();
        connector.Open(_transport);
        var plan = TransferPlan.Receive("UP", FtpPath.Parse("/file"), _writer, new(150, "Opening."));
        return Options with
        {
            Commands = Options.Commands.With(ScriptedHandler.Verb("UP", Outcome.Of(plan).With(new DataAnnounced(connector)))),
            Timeouts = Options.Timeouts with { Idle = Timeout.InfiniteTimeSpan, Login = Timeout.InfiniteTimeSpan, Stalled = Timeout.InfiniteTimeSpan },
        };
    }

    private Task<(FtpServer Server, IPEndPoint Address)> Start(FtpServerOptions options)
    {
        Options = options;
        return Start();
    }

    private async Task<ControlClient> Upload(IPEndPoint address)
    {
        var client = await Connect(address);
        await client.Send("UP");
        await client.Expect(150);
        return client;
    }
}
