using Akka.Actor;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server.Certificates;

namespace FtpActors.Server.Listening;

/// <content>Certificates that may change while the server runs.</content>
internal sealed partial class ListenerActor
{
    /// <summary>Null without any.</summary>
    private IActorRef? _certificates;

    private IActorRef? StartCertificates()
    {
        if (_options.Tls is not { } tls)
            return null;
        IRenewableCertificates[] sources = [.. new object?[] { tls.Server.Certificates, tls.Server.ClientCertificateCheck }.OfType<IRenewableCertificates>()];
        return sources.Length == 0 ? null : Context.ActorOf(CertificatesActor.Props([.. sources], tls.Watch), "certificates");
    }
}
