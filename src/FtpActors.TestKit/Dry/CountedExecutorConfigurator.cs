using Akka.Configuration;
using Akka.Dispatch;

namespace FtpActors.TestKit.Dry;

/// <summary>For dispatchers of a system with a <see cref="VirtualScheduler"/>: the thread pool, and what is done there is counted. Named in
/// its configuration.</summary>
internal sealed class CountedExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Executor(id, ((VirtualScheduler)Prerequisites.Scheduler).Work);

    private sealed class Executor(string id, Work work) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => work.Post(run.Run);

        public override void Shutdown()
        {
        }
    }
}
