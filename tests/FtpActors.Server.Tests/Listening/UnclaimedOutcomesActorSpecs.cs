using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Listening;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Listening;

public sealed class UnclaimedOutcomesActorSpecs() : ActorSpecBase("akka.loglevel = WARNING")
{
    [Fact]
    public async Task UnclaimedOutcomesActor_should_close_what_was_opened_for_a_dead_sibling()
    {
        var server = Sys.ActorOf(Props.Create(() => new Server()));
        var session = await DeadSession(server);
        var (reader, connector) = (new FakeReader(), new FakeConnector());

        session.Tell(new Completed(1, Outcome.Of(TransferPlan.Send("RETR", FtpPath.Root, reader, new(150, "Here it comes.")))));
        session.Tell(new Completed(2, Outcome.Of(227, "Listening.").With(new DataAnnounced(connector))));

        await reader.Disposed;
        await connector.Disposed;
    }

    [Fact]
    public async Task UnclaimedOutcomesActor_should_leave_the_sessions_of_another_server_alone()
    {
        Sys.ActorOf(Props.Create(() => new Server()));
        var other = await DeadSession(Sys.ActorOf(Props.Create(() => new Bystander())));
        var mine = await DeadSession(Sys.ActorOf(Props.Create(() => new Server())));
        var (foreign, own) = (new FakeReader(), new FakeReader());

        other.Tell(new Completed(1, Outcome.Of(TransferPlan.Send("RETR", FtpPath.Root, foreign, new(150, "Here it comes.")))));
        mine.Tell(new Completed(1, Outcome.Of(TransferPlan.Send("RETR", FtpPath.Root, own, new(150, "Here it comes.")))));

        await own.Disposed;
        Assert.False(foreign.Disposed.IsCompleted);
    }

    private async Task<IActorRef> DeadSession(IActorRef server)
    {
        var session = await server.Ask<IActorRef>("start", TimeSpan.FromSeconds(30));
        await Sys.ActorSelection(server.Path / "unclaimed").Ask<ActorIdentity>(new Identify(null), TimeSpan.FromSeconds(30));
        Watch(session);
        Sys.Stop(session);
        await ExpectTerminatedAsync(session);
        return session;
    }

    private class Bystander : ReceiveActor
    {
        public Bystander() => ReceiveAny(_ => Sender.Tell(Context.ActorOf(Props.Create(() => new Child()))));
    }

    private sealed class Child : ReceiveActor
    {
        public Child() => ReceiveAny(_ => { });
    }

    private sealed class Server : Bystander
    {
        protected override void PreStart() => Context.ActorOf(UnclaimedOutcomesActor.Props, "unclaimed");
    }
}
