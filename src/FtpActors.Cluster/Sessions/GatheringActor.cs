using System.Collections.Immutable;
using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Asks nodes something once and tells a client what came of it, when all have answered or the time is over.</summary>
internal abstract class GatheringActor : UntypedActor, IWithTimers
{
    private readonly ISessionCommand _question;
    private readonly IActorRef _client;
    private readonly SortedSet<FtpNode> _asked = [];
    private readonly SortedSet<FtpNode> _unreached = [];

    protected GatheringActor(ClusterContext context, ISessionCommand question, IActorRef client) => (Cluster, _question, _client) = (context, question, client);

    public ITimerScheduler Timers { get; set; } = null!;

    protected ClusterContext Cluster { get; }

    /// <summary>Nodes that are to be asked.</summary>
    protected virtual bool IsMeant(FtpNode node) => true;

    /// <returns>Whether the node has nothing more to say.</returns>
    protected abstract bool OnAnswer(ISessionEvent answer);

    /// <param name="missing">Nodes that are not reached or have not said all.</param>
    protected abstract object Outcome(ImmutableArray<FtpNode> missing);

    protected sealed override void PreStart()
    {
        if (IsMeant(Cluster.Self))
        {
            _asked.Add(Cluster.Self);
            Context.Parent.Tell(_question);
        }

        foreach (var (member, isReachable) in Cluster.Others().Where(other => IsMeant(FtpNode.Of(other.Member.UniqueAddress))))
        {
            (isReachable ? _asked : _unreached).Add(FtpNode.Of(member.UniqueAddress));
            if (isReachable)
                Cluster.ActorOf(member).Tell(_question);
        }

        if (_asked.Count > 0)
            Timers.StartSingleTimer(TimeOver.Key, new TimeOver(), Cluster.Options.AnswerTimeout);
        else
            Finish();
    }

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case ISessionEvent answer when _asked.Contains(answer.Node):
                if (OnAnswer(answer) && _asked.Remove(answer.Node) && _asked.Count == 0)
                    Finish();
                break;
            case TimeOver:
                Finish();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Finish()
    {
        _client.Tell(Outcome([.. _unreached.Union(_asked).Order()]), Context.Parent);
        Context.Stop(Self);
    }

    private sealed record TimeOver
    {
        public const string Key = "time-over";
    }
}
