using System.Security.Cryptography.X509Certificates;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

/// <summary>A directory with an authority and what it has issued; gone when disposed.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-tls-");

    public CertificateFolder() => Write("ca.pem", Authority.Certificate.ExportCertificatePem());

    public CertificateAuthority Authority { get; } = CertificateAuthority.Create();

    public string Path => _directory.FullName;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string content) => File.WriteAllText(PathOf(name), content);

    /// <summary>Issues a certificate for <c>localhost</c> and <paramref name="names"/> and puts it into a file, in one step.</summary>
    public X509Certificate2 Server(string file, params string[] names) => Put(file, Authority.Server(["localhost", .. names]));

    public X509Certificate2 Client(string file, string subject) => Put(file, Authority.Client(subject));

    public void Dispose() => _directory.Delete(recursive: true);

    private X509Certificate2 Put(string file, X509Certificate2 certificate)
    {
        Write($"{file}.part", CertificateAuthority.Pem(certificate));
        File.Move(PathOf($"{file}.part"), PathOf(file), overwrite: true);
        return certificate;
    }
}
