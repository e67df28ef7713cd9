using System.Collections.Immutable;
using FtpActors.Core.Tls.Certificates;

namespace FtpActors.Server.Tests.Certificates;

/// <summary>Certificates whose looks answer what a spec has prepared; each is reported to the spec.</summary>
internal sealed class ScriptedCertificates(Action<bool> looked) : IRenewableCertificates
{
    public ImmutableArray<CertificateFacts> Facts { get; set; } = [];

    /// <summary>What the next looks find.</summary>
    public Func<Task<ImmutableArray<CertificateNotice>>> Next { get; set; } = () => Task.FromResult<ImmutableArray<CertificateNotice>>([]);

    public Task<ImmutableArray<CertificateNotice>> Renew(bool atOnce, CancellationToken cancel)
    {
        looked(atOnce);
        return Next();
    }
}
