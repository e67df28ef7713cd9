using Akka.Actor;

namespace FtpActors.Benchmarks.Sessions;

/// <summary>At <see cref="Begin"/> sends messages to and fro, one after the other, then sets an event.</summary>
internal sealed class RoundTripActor(IActorRef answering, int roundTrips, ManualResetEventSlim done) : UntypedActor
{
    public static readonly object Begin = new();
    private static readonly object Question = new();

    private int _left;

    protected override void OnReceive(object message)
    {
        if (message == Begin)
            _left = roundTrips;
        else
            _left--;

        if (_left > 0)
            answering.Tell(Question);
        else
            done.Set();
    }
}
