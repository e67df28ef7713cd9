using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Takes no file whose name ends with 0.</summary>
/// <param name="observer">Told once it judges.</param>
public sealed class JudgingActor(IActorRef observer) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is VerdictProtocol.UploadReceived upload)
            Sender.Tell(upload.Transfer.Path.Name.EndsWith('0') ? upload.Reject(new FtpReply(553, "Not this one.")) : upload.Accept());
        else
            observer.Forward(message);
    }
}
