using Akka.Actor;

namespace FtpActors.Server.Dispatching;

/// <summary>Makes actors of a kind that there are many of. An expression would be taken apart and looked up again for each.</summary>
/// <remarks>Akka keeps it as long as the actor, and a delegate of each actor's own would be larger than what it knows.</remarks>
/// <param name="its">What the actor is made of.</param>
/// <param name="produce">Called for the actor and for each restart.</param>
internal sealed class Producer<TActor, TIts>(TIts its, Func<TIts, TActor> produce) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => produce(its);

    public void Release(ActorBase actor)
    {
    }
}
