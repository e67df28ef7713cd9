using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Authorities with their revocation lists, as they came from their files.</summary>
internal sealed class ClientAuthorities
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly ImmutableArray<X509Certificate2> _authorities;
    private readonly ImmutableArray<(X509Certificate2 Issuer, RevocationList List)> _lists;
    private readonly bool _needsLists;

    private ClientAuthorities(ClientCertificateFiles files, ImmutableArray<X509Certificate2> authorities, ImmutableArray<(string File, X509Certificate2 Issuer, RevocationList List)> lists)
    {
        _authorities = authorities;
        _lists = [.. lists.Select(one => (one.Issuer, one.List))];
        _needsLists = !files.RevocationLists.IsEmpty;
        Facts =
        [
            .. authorities.Select(authority => LoadedCertificate.FactsOf(CertificateKind.ClientAuthority, files.Authorities, authority)),
            .. lists.Select(one => new CertificateFacts
            {
                Kind = CertificateKind.RevocationList,
                File = one.File,
                Subject = one.List.Issuer.Name,
                NotBefore = one.List.ThisUpdate,
                NotAfter = one.List.NextUpdate,
                Fingerprint = one.List.Fingerprint,
            }),
        ];
    }

    public ImmutableArray<CertificateFacts> Facts { get; }

    /// <exception cref="CertificateException">The contents are of no use.</exception>
    public static ClientAuthorities Of(ClientCertificateFiles files, ImmutableArray<byte[]> contents)
    {
        var text = CertificateReader.PemText(contents[0]) ?? throw new CertificateException(files.Authorities, "is not PEM.");
        var authorities = CertificateReader.PemCertificates(files.Authorities, text);
        if (!authorities.Any(IsRoot))
            throw new CertificateException(files.Authorities, "holds no root, a certificate that its own subject has issued.");
        return new ClientAuthorities(files, authorities, [
            .. files.RevocationLists.Zip(contents.Skip(1)).SelectMany(file =>
                RevocationList.ReadAll(file.First, file.Second).Select(list => (file.First, IssuerOf(file.First, list, files, authorities), list))),
        ]);
    }

    /// <summary>Null when all is well, else why not.</summary>
    public string? Refusal(X509Certificate2 certificate, X509Certificate2Collection sent, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(sent, now) };
        try
        {
            return chain.Build(certificate)
                ? Revocation(chain, now)
                : $"{certificate.Subject}: {string.Join(' ', chain.ChainStatus.Select(status => $"{status.Status}: {status.StatusInformation.Trim()}").Distinct())}";
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private X509ChainPolicy Policy(X509Certificate2Collection sent, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.ApplicationPolicy.Add(ClientAuthentication);
        policy.ExtraStore.AddRange(sent);
        foreach (var authority in _authorities)
            (IsRoot(authority) ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
        return policy;
    }

    /// <summary>Of every certificate on the way to the root; its own word on itself is worth nothing.</summary>
    private string? Revocation(X509Chain chain, DateTimeOffset now)
    {
        if (!_needsLists)
            return null;
        for (var at = 0; at < chain.ChainElements.Count - 1; at++)
        {
            var certificate = chain.ChainElements[at].Certificate;
            var issuer = chain.ChainElements[at + 1].Certificate;
            var lists = _lists.Where(list => list.Issuer.RawDataMemory.Span.SequenceEqual(issuer.RawDataMemory.Span)).Select(list => list.List).ToArray();
            if (lists.Any(list => list.Revokes(certificate)))
                return $"{certificate.Subject}: revoked by {issuer.Subject}.";
            if (!lists.Any(list => list.ThisUpdate <= now && now < list.NextUpdate))
                return $"{certificate.Subject}: there is no revocation list of {issuer.Subject} that counts now.";
        }

        return null;
    }

    private static X509Certificate2 IssuerOf(string file, RevocationList list, ClientCertificateFiles files, ImmutableArray<X509Certificate2> authorities)
    {
        if (authorities.FirstOrDefault(list.IsOf) is { } issuer)
            return issuer;
        var isNamed = authorities.Any(authority => authority.SubjectName.RawData.AsSpan().SequenceEqual(list.Issuer.RawData));
        throw new CertificateException(file, isNamed
            ? $"holds a revocation list of {list.Issuer.Name} whose signature is not of that authority's key in {files.Authorities}, or that may not sign lists."
            : $"holds a revocation list of {list.Issuer.Name}, who is not in {files.Authorities}.");
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
