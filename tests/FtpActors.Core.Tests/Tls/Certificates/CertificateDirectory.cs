using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Tls.Certificates;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls.Certificates;

/// <summary>A directory for certificates; gone when disposed.</summary>
internal sealed class CertificateDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-certificates-");

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Certificate and key in one file.</summary>
    public CertificateFiles Pem(string name, X509Certificate2 certificate) =>
        new() { Certificate = Write(name, CertificateAuthority.Pem(certificate)) };

    /// <summary>Certificate and key in two files.</summary>
    public CertificateFiles Pair(string name, X509Certificate2 certificate) => new()
    {
        Certificate = Write($"{name}.crt", certificate.ExportCertificatePem()),
        Key = Write($"{name}.key", CertificateAuthority.KeyPem(certificate)),
    };

    public void Dispose() => _directory.Delete(recursive: true);
}
