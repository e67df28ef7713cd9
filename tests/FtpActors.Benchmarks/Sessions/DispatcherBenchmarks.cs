using Akka.Actor;
using Akka.Dispatch;
using BenchmarkDotNet.Attributes;
using FtpActors.Core.Blocking;
using FtpActors.Server.Dispatching;

namespace FtpActors.Benchmarks.Sessions;

/// <summary>A message to an actor and its answer, a hundred times: what a hop costs on the dispatcher of the server's actors, where an
/// I/O event set it off, and on Akka's default dispatcher.</summary>
public class DispatcherBenchmarks
{
    private const int RoundTrips = 100;

    private readonly ManualResetEventSlim _done = new();
    private ActorSystem _system = null!;
    private IActorRef _onTurn = ActorRefs.Nobody;
    private IActorRef _onDefault = ActorRefs.Nobody;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("dispatchers", "akka.loglevel = WARNING, akka.stdout-loglevel = WARNING");
        TurnDispatcher.Register(_system);
        _onTurn = Asking(TurnDispatcher.Id);
        _onDefault = Asking(Dispatchers.DefaultDispatcherId);
    }

    [GlobalCleanup]
    public async Task Stop() => await _system.Terminate();

    [Benchmark(Baseline = true, OperationsPerInvoke = RoundTrips)]
    public void DefaultDispatcher()
    {
        _done.Reset();
        _onDefault.Tell(RoundTripActor.Begin);
        _done.Wait();
    }

    /// <summary>Within a turn, as after a command that was read.</summary>
    [Benchmark(OperationsPerInvoke = RoundTrips)]
    public void TurnDispatcherInATurn()
    {
        _done.Reset();
        Turn.Take(static actor => actor.Tell(RoundTripActor.Begin), _onTurn);
        _done.Wait();
    }

    /// <summary>Outside of one, as after a timer.</summary>
    [Benchmark(OperationsPerInvoke = RoundTrips)]
    public void TurnDispatcherOutsideOfATurn()
    {
        _done.Reset();
        _onTurn.Tell(RoundTripActor.Begin);
        _done.Wait();
    }

    private IActorRef Asking(string dispatcher)
    {
        var answering = _system.ActorOf(Props.Create(() => new AnsweringActor()).WithDispatcher(dispatcher));
        return _system.ActorOf(Props.Create(() => new RoundTripActor(answering, RoundTrips, _done)).WithDispatcher(dispatcher));
    }
}
