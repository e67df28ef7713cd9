using System.Collections.Immutable;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Certificates that may change while the server runs. Handshakes see either what was before or what comes after.</summary>
public interface IRenewableCertificates
{
    /// <summary>Those in use.</summary>
    ImmutableArray<CertificateFacts> Facts { get; }

    /// <summary>Looks for changes and takes them over where they can be used. Calls may overlap.</summary>
    /// <param name="atOnce">False: a change has to be the same at two looks, as files may be seen half-written, and each mistake
    /// is told once.</param>
    /// <param name="cancel">Ends the look; nothing is half taken over.</param>
    Task<ImmutableArray<CertificateNotice>> Renew(bool atOnce, CancellationToken cancel);
}
