using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Tls.Certificates;

namespace FtpActors.Server.Certificates;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>) about the certificates it shows and those it
/// trusts. Nobody answers where the server has no TLS.</summary>
/// <remarks>Events that are not answers are published on the actor system's event stream.</remarks>
public static class CertificatesProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Whoever does not wait for the answer leaves no dead letter.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>Reads the files again, now. Sessions go on; handshakes to come see what is new. Answered by <see cref="Renewal"/>.</summary>
    public sealed record Renew : ICommand;

    /// <summary>Answered by <see cref="InUse"/>.</summary>
    public sealed record GetCertificates : ICommand;

    /// <param name="Notices">What has changed and what could not be used; empty when all is as it was.</param>
    public sealed record Renewal(ImmutableArray<CertificateNotice> Notices) : IEvent;

    /// <param name="Certificates">With authorities and revocation lists.</param>
    public sealed record InUse(ImmutableArray<CertificateFacts> Certificates) : IEvent;

    /// <summary>Published: something else counts from now on.</summary>
    public sealed record Renewed(CertificateFacts Certificate) : IEvent;

    /// <summary>Published: files have changed and cannot be used; what was there before still counts.</summary>
    public sealed record Refused(string Problem) : IEvent;

    /// <summary>Published once for each of <see cref="CertificateWatchOptions.ExpiryWarnings"/>.</summary>
    public sealed record Expiring(CertificateFacts Certificate, TimeSpan Left) : IEvent;

    /// <summary>Published once: its time is over. It is used as before.</summary>
    public sealed record Expired(CertificateFacts Certificate) : IEvent;
}
