using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>What the README shows of outcomes and verdicts.</summary>
public sealed class CoveringActor(IActorRef server) : UntypedActor
{
    protected override void PreStart()
    {
        server.Tell(new OutcomeProtocol.SubscribeOutcomes(Self, Capacity: 1000));
        server.Tell(new VerdictProtocol.JudgeUploads(Self, Timeout: TimeSpan.FromSeconds(10)));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case VerdictProtocol.UploadReceived upload when upload.Transfer.Path.Name.EndsWith(".exe"):
                Sender.Tell(upload.Reject(new FtpReply(553, "No programs, please.")));
                break;
            case VerdictProtocol.UploadReceived upload:
                Sender.Tell(upload.Accept());
                break;
            case FtpTransferEvent outcome:
                Console.WriteLine($"{outcome.Id} {outcome.GetType().Name} {outcome.Transfer.User} {outcome.Transfer.Verb} {outcome.Transfer.Path} {outcome.Transfer.Bytes}");
                Sender.Tell(new OutcomeProtocol.OutcomeReceived(outcome.Id));
                break;
        }
    }
}
