using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Accepts certificates of clients that lead to an authority of a file and are not revoked by lists in files.</summary>
public sealed class ClientCertificateCheck : IClientCertificateCheck, IRenewableCertificates
{
    private readonly WatchedFiles<ClientAuthorities> _watched;
    private readonly TimeProvider _time;

    /// <summary>Reads all files, blocking.</summary>
    /// <param name="files">Where authorities and revocation lists lie.</param>
    /// <param name="time">Tells when something is out of date; null for the machine's clock.</param>
    /// <exception cref="CertificateException">One cannot be used.</exception>
    public ClientCertificateCheck(ClientCertificateFiles files, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _watched = new WatchedFiles<ClientAuthorities>(
            [files.Authorities, .. files.RevocationLists],
            contents => ClientAuthorities.Of(files, contents));
    }

    public ImmutableArray<CertificateFacts> Facts => _watched.Current.Facts;

    public string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent) =>
        _watched.Current.Refusal(certificate, sent, _time.GetUtcNow());

    public async Task<ImmutableArray<CertificateNotice>> Renew(bool atOnce, CancellationToken cancel)
    {
        var before = Facts.Select(facts => facts.Fingerprint).ToHashSet();
        return await _watched.Look(atOnce, cancel).ConfigureAwait(false) switch
        {
            { Value: { } renewed } => [.. renewed.Facts.Where(facts => !before.Contains(facts.Fingerprint)).Select(facts => new CertificateNotice.Renewed(facts))],
            { Problem: { } problem } => [new CertificateNotice.Refused(problem)],
            _ => [],
        };
    }
}
