using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using FtpActors.Core.Blocking;
using FtpActors.Server.Dispatching;

namespace FtpActors.TestKit.Dry;

/// <summary>The dispatcher of a server's actors, as <see cref="TurnDispatcher"/>, and what is done there is counted.</summary>
internal static class CountedTurnDispatcher
{
    /// <summary>Before the server does it.</summary>
    public static void Register(ActorSystem system) =>
        system.Dispatchers.RegisterConfigurator(TurnDispatcher.Id, new Configurator(system.Dispatchers.DefaultDispatcherConfig, system.Dispatchers.Prerequisites));

    private sealed class Configurator : MessageDispatcherConfigurator
    {
        private readonly Dispatcher _dispatcher;

        public Configurator(Config config, IDispatcherPrerequisites prerequisites)
            : base(config, prerequisites) =>
            _dispatcher = new Dispatcher(this, TurnDispatcher.Id, config.GetInt("throughput", 30), null, new Factory(config, prerequisites), TimeSpan.FromSeconds(1));

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }

    private sealed class Factory(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new Executor(id, ((VirtualScheduler)Prerequisites.Scheduler).Work);
    }

    private sealed class Executor(string id, Work work) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => Turn.Schedule(work.Counted(run.Run));

        public override void Shutdown()
        {
        }
    }
}
