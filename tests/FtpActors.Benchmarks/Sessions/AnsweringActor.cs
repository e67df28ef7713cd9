using Akka.Actor;

namespace FtpActors.Benchmarks.Sessions;

/// <summary>Sends everything back.</summary>
internal sealed class AnsweringActor : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message);
}
