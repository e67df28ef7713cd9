using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using FtpActors.Core.Tls;
using FtpActors.Server.Dispatching;
using FtpActors.Server.Listening;
using FtpActors.Server.Sessions;

namespace FtpActors.Server;

/// <summary>A running server inside an actor system.</summary>
public sealed class FtpServer
{
    private FtpServer(ActorSystem system, FtpServerOptions options)
    {
        var bound = new TaskCompletionSource<ImmutableArray<IPEndPoint>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Bound = bound.Task;
        var own = options with
        {
            LoginFailures = new LoginFailures(options.Limits.LoginFailureMemory, options.Time),
            TlsServer = options.Tls is { } tls ? new TlsServer(tls.Server, options.Time) : null,
        };
        TurnDispatcher.Register(system);
        Actor = system.ActorOf(ListenerActor.Props(own, bound).WithDispatcher(TurnDispatcher.Id), options.Name);
        Stopped = End((ExtendedActorSystem)system, Actor);
    }

    /// <summary>The top actor: <c>/user/{Name}</c>. Stopping it ends every session at once.</summary>
    public IActorRef Actor { get; }

    /// <summary>The addresses that accept, in the order of <see cref="FtpServerOptions.Listen"/> and behind them of
    /// <see cref="FtpTlsOptions.Listen"/>; fails with <see cref="AddressUnavailableException"/> when one cannot be bound.</summary>
    public Task<ImmutableArray<IPEndPoint>> Bound { get; }

    /// <summary>Ends once the server has stopped, however that came about; another one of its name may then be started.</summary>
    public Task Stopped { get; }

    /// <summary>Starts a server; it shuts down with the actor system: sessions end, transfers have the configured grace.</summary>
    /// <remarks>The grace passes in the phase <c>service-requests-done</c> of <c>akka.coordinated-shutdown</c>, which has a timeout
    /// of its own: 5 seconds unless <c>phases.service-requests-done.timeout</c> says more. Make it longer than
    /// <see cref="TimeoutOptions.ShutdownGrace"/>, or transfers are cut when the phase is over;
    /// <see cref="FtpServerHostingExtensions"/> do so by itself.</remarks>
    /// <exception cref="InvalidActorNameException">The system runs a server of this name.</exception>
    /// <exception cref="ArgumentException">A value of <see cref="FtpTlsOptions.Server"/> is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The platform has not what <see cref="FtpTlsOptions.Server"/> needs.</exception>
    public static FtpServer Start(ActorSystem system, FtpServerOptions options)
    {
        var server = new FtpServer(system, options);
        // The system keeps the task for as long as it lives, which may be long after the server: it must not hold the options.
        var (actor, stopped, grace) = (server.Actor, server.Stopped, options.Timeouts.ShutdownGrace);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, $"ftp-drain-{options.Name}", async () =>
        {
            actor.Tell(new ServerProtocol.Drain(grace), ActorRefs.NoSender);
            await stopped.ConfigureAwait(false);
            return Akka.Done.Instance;
        });
        return server;
    }

    /// <summary>Accepts nothing more, ends idle sessions with 421, lets running transfers finish, then stops. Called again, a shorter grace counts.</summary>
    /// <param name="grace">After it transfers that still run are aborted (426, 421).</param>
    /// <returns>Ends with <see cref="Stopped"/>.</returns>
    public Task Stop(TimeSpan grace)
    {
        // Who calls has the task, and an actor that does so no use for the answer.
        Actor.Tell(new ServerProtocol.Drain(grace), ActorRefs.NoSender);
        return Stopped;
    }

    private static async Task End(ExtendedActorSystem system, IActorRef server)
    {
        await server.WatchAsync().ConfigureAwait(false);
        // Akka tells who watches when the parent has yet to read that the name is free. It reads so before its next message but one:
        // it may have had the first in its hands already.
        for (var answers = 0; answers < 2; answers++)
            await Task.WhenAny(system.Guardian.Ask<ActorIdentity>(new Identify(null)), system.WhenTerminated).ConfigureAwait(false);
    }
}
