using System.Net;
using Akka.Actor;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Tests.Admission;

/// <summary>In the place of a server: writes down of which networks it has learnt rules.</summary>
internal sealed class LearningActor : UntypedActor
{
    private readonly HashSet<IPNetwork> _learnt = [];
    private readonly int _wanted;
    private readonly TaskCompletionSource _done;

    public LearningActor(int wanted, TaskCompletionSource done) => (_wanted, _done) = (wanted, done);

    /// <param name="wanted">Networks.</param>
    /// <param name="done">Set once it has learnt of so many.</param>
    public static Props Props(int wanted, TaskCompletionSource done) => Akka.Actor.Props.Create(() => new LearningActor(wanted, done));

    protected override void OnReceive(object message)
    {
        if (message is AdmissionProtocol.LearnRule learn && _learnt.Add(learn.Rule.Network) && _learnt.Count == _wanted)
            _done.TrySetResult();
    }
}
