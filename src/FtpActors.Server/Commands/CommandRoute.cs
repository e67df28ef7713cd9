using System.Collections.Immutable;
using Akka.Actor;

namespace FtpActors.Server.Commands;

/// <summary>A verb and the running actors that handle it.</summary>
/// <param name="Spec">Of the verb.</param>
/// <param name="Handlers">At least one. Where there are several, any of them will do, and sessions on different processors do not queue for one.</param>
internal sealed record CommandRoute(CommandSpec Spec, ImmutableArray<IActorRef> Handlers)
{
    /// <summary>For a command that this thread sends now.</summary>
    public IActorRef Handler => Handlers.Length == 1 ? Handlers[0] : Handlers[Thread.GetCurrentProcessorId() % Handlers.Length];
}
