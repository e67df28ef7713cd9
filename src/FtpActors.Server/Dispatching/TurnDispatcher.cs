using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using FtpActors.Core.Blocking;

namespace FtpActors.Server.Dispatching;

/// <summary>The dispatcher of a server's actors: what an I/O event sets off runs on the thread that brought it, see <see cref="Turn"/>;
/// everything else on the thread pool, like the default dispatcher.</summary>
internal static class TurnDispatcher
{
    /// <summary>For <see cref="Props.WithDispatcher"/>.</summary>
    public const string Id = "ftp-turn-dispatcher";

    /// <summary>Makes it and <see cref="LeanMailbox"/> known in an actor system; nothing happens where they are already.</summary>
    public static void Register(ActorSystem system)
    {
        system.Dispatchers.RegisterConfigurator(Id, new Configurator(system.Dispatchers.DefaultDispatcherConfig, system.Dispatchers.Prerequisites));
        LeanMailbox.Register(system);
    }

    /// <summary>For a child on its parent's dispatcher, with a <see cref="LeanMailbox"/> where that is this one.</summary>
    public static Props OnSame(this Props props, IActorContext context) => context.Props.Dispatcher == Id
        ? props.WithDispatcher(Id).WithMailbox(LeanMailbox.Id)
        : props.WithDispatcher(context.Props.Dispatcher);

    /// <summary>For a child on its parent's dispatcher that is known never to block: the code of an embedder stays on the system's default dispatcher.</summary>
    public static Props OnSameIfOurs(this Props props, IActorContext context) =>
        props.IsOurs() ? props.WithDispatcher(context.Props.Dispatcher) : props;

    /// <summary>Of an actor that is no embedder's.</summary>
    public static bool IsOurs(this Props props) => props.Type.Assembly == typeof(TurnDispatcher).Assembly;

    private sealed class Configurator : MessageDispatcherConfigurator
    {
        private readonly Dispatcher _dispatcher;

        public Configurator(Config config, IDispatcherPrerequisites prerequisites)
            : base(config, prerequisites) =>
            _dispatcher = new Dispatcher(
                this,
                Id,
                config.GetInt("throughput", 30),
                null,
                new Factory(config, prerequisites),
                config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));

        public override MessageDispatcher Dispatcher() => _dispatcher;
    }

    private sealed class Factory(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new Executor(id);
    }

    private sealed class Executor(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => Turn.Schedule(run);

        public override void Shutdown()
        {
        }
    }
}
