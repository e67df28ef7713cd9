using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace FtpActors.Server.Dispatching;

/// <summary>The mailbox of actors that there are many of and that are mostly idle: see <see cref="LeanQueue"/>. Akka's own takes 1.2 kB each.</summary>
internal sealed class LeanMailbox : MailboxType, IProducesMessageQueue<LeanQueue>
{
    /// <summary>For <see cref="Props.WithMailbox"/>.</summary>
    public const string Id = "ftp-lean-mailbox";

    public LeanMailbox(Settings settings, Config config)
        : base(settings, config)
    {
    }

    /// <summary>Makes it known in an actor system; nothing happens where it is already.</summary>
    public static void Register(ActorSystem system)
    {
        if (!system.Settings.Config.HasPath(Id))
            system.Settings.InjectTopLevelFallback(ConfigurationFactory.ParseString($"{Id}.mailbox-type = \"{typeof(LeanMailbox).AssemblyQualifiedName}\""));
    }

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new LeanQueue();
}
