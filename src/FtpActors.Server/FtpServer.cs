using System.Collections.Immutable;
using System.Net;
using Akka.Actor;

namespace FtpActors.Server;

/// <summary>A running server inside an actor system.</summary>
public sealed class FtpServer
{
    private FtpServer(IActorRef actor, Task<ImmutableArray<IPEndPoint>> bound)
    {
        Actor = actor;
        Bound = bound;
    }

    /// <summary>The top actor: <c>/user/{Name}</c>. Stopping it ends every session at once.</summary>
    public IActorRef Actor { get; }

    /// <summary>The addresses that accept, in the order of the options; fails with <see cref="System.Net.Sockets.SocketException"/> when one cannot be bound.</summary>
    public Task<ImmutableArray<IPEndPoint>> Bound { get; }
}
