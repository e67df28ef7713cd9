using Akka.Actor;
using FtpActors.Server.Admission;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Listening;

/// <content>Addresses that may connect, and what becomes of sessions when they may not any more.</content>
internal sealed partial class ListenerActor
{
    private readonly AdmissionBook _book;
    private readonly AdmissionGate _gate;
    private IActorRef _admission = ActorRefs.Nobody;

    private void EndRefused()
    {
        _gate.ClearChanged();
        foreach (var (session, address) in _places)
        {
            if (_gate.Refusal(address) is not null)
                session.Tell(new SessionProtocol.End(AdmissionGate.Reason));
        }
    }
}
