using Akka.Actor;

namespace FtpActors.Server.Dispatching;

/// <summary>Props of an actor that is made for one occasion, deployed as others of its kind: a deployment of its own would be parsed each time.</summary>
internal sealed class ProducedProps : Props
{
    private readonly Func<ActorBase> _produce;

    /// <param name="deployed">Of an actor of the same type.</param>
    /// <param name="produce">Called for the actor and for each restart.</param>
    public ProducedProps(Props deployed, Func<ActorBase> produce)
        : base(deployed) => _produce = produce;

    public override ActorBase NewActor() => _produce();

    protected override Props Copy() => new ProducedProps(this, _produce);
}
