using Akka.Actor;
using FtpActors.Cluster.Accounts;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Brings commands to the one account there is, which comes to life again when it was killed.</summary>
internal sealed class RegionActor(FakeMembers members) : UntypedActor
{
    private IActorRef _account = ActorRefs.Nobody;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IAccountCommand:
                if (_account.IsNobody())
                    _account = Context.Watch(Context.ActorOf(AccountActor.Props("demo", members)));
                _account.Forward(message);
                break;
            case Kill:
                _account.Tell(PoisonPill.Instance);
                break;
            case Terminated:
                _account = ActorRefs.Nobody;
                break;
        }
    }

    public sealed record Kill;
}
