using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>A certificate as it came from its files.</summary>
internal sealed record LoadedCertificate(TlsCertificate Certificate, CertificateFacts Facts)
{
    /// <exception cref="CertificateException">The contents are of no use.</exception>
    public static LoadedCertificate Of(CertificateFiles files, ImmutableArray<byte[]> contents)
    {
        var (leaf, chain) = CertificateReader.Read(files, contents[0], contents.Length > 1 ? contents[1] : null);
        var facts = FactsOf(CertificateKind.Server, files.Certificate, leaf) with
        {
            Names = ServerNames.Of(leaf),
            ExposedKey = IsExposed(files.Key ?? files.Certificate) ? files.Key ?? files.Certificate : null,
        };
        return new LoadedCertificate(TlsCertificate.Create(leaf, [.. chain]), facts);
    }

    public static CertificateFacts FactsOf(CertificateKind kind, string file, X509Certificate2 certificate) => new()
    {
        Kind = kind,
        File = file,
        Subject = certificate.Subject,
        NotBefore = certificate.NotBefore.ToUniversalTime(),
        NotAfter = certificate.NotAfter.ToUniversalTime(),
        Fingerprint = Fingerprint(certificate.RawDataMemory.Span),
    };

    private static bool IsExposed(string file)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>As OpenSSL shows it: <c>AB:CD:…</c></summary>
    public static string Fingerprint(ReadOnlySpan<byte> encoded) =>
        string.Join(':', Convert.ToHexString(SHA256.HashData(encoded)).Chunk(2).Select(pair => new string(pair)));
}
