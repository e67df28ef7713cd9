using Akka.Actor;
using FtpActors.Server.Dispatching;

namespace FtpActors.Server.Tests.Dispatching;

public sealed class TurnDispatcherSpecs : ActorSpecBase
{
    public TurnDispatcherSpecs()
    {
        TurnDispatcher.Register(Sys);
        TurnDispatcher.Register(Sys);
    }

    [Fact]
    public void Children_of_its_actors_should_have_its_mailbox_and_be_answered_by_it()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()).WithDispatcher(TurnDispatcher.Id));
        parent.Tell("anything");
        ExpectMsg((TurnDispatcher.Id, LeanMailbox.Id));
    }

    [Fact]
    public void Children_of_others_should_be_as_their_parent_is()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()));
        parent.Tell("anything");
        ExpectMsg((Props.Empty.Dispatcher, Props.Empty.Mailbox));
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent()
        {
            var child = Context.ActorOf(Props.Create(() => new Child()).OnSame(Context));
            ReceiveAny(child.Forward);
        }
    }

    private sealed class Child : ReceiveActor
    {
        public Child() => ReceiveAny(_ => Sender.Tell((Context.Props.Dispatcher, Context.Props.Mailbox)));
    }
}
