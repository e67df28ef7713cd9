using Akka.Actor;
using FtpActors.Server.Outcomes;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Counts outcomes. Crashes with every so many of them in its hands, and forgets the one it was at.</summary>
public sealed class CountingActor(IActorRef server, Ledger ledger, int crashAtEach) : UntypedActor
{
    private const int Capacity = 100;

    protected override void PreStart() => server.Tell(new OutcomeProtocol.SubscribeOutcomes(Self, Capacity));

    protected override void OnReceive(object message)
    {
        if (message is not FtpTransferEvent outcome)
            return;
        if (Interlocked.Increment(ref ledger.Told) % crashAtEach == 0)
            throw new InvalidOperationException("A bug of the application.");
        ledger.Outcomes[outcome.Id] = outcome;
        Sender.Tell(new OutcomeProtocol.OutcomeReceived(outcome.Id));
    }
}
