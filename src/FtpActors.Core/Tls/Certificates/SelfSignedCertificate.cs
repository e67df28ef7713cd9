using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>A certificate nobody vouches for, for a first try: clients have to be told to accept it.</summary>
/// <remarks>RSA with 2048 bits, which every client that speaks TLS 1.2 can check; for two years, which the strictest accept.</remarks>
public static class SelfSignedCertificate
{
    private const int KeyBits = 2048;
    private const int Days = 730;

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Makes the file, certificate and key as PEM, where there is none or its certificate is over. Blocks.</summary>
    /// <param name="file">Absolute path; its directory is there. The file is readable by its owner alone.</param>
    /// <param name="hostName">Of this machine; the certificate is for <c>localhost</c>, <c>127.0.0.1</c> and <c>::1</c> as well.</param>
    /// <param name="now">The time.</param>
    /// <returns>True when it was made.</returns>
    /// <exception cref="CertificateException">The file holds something else, or cannot be read or written.</exception>
    public static bool Ensure(string file, string hostName, DateTimeOffset now)
    {
        if (File.Exists(file) && new ConfiguredCertificates([new CertificateFiles { Certificate = file }]).Facts[0].NotAfter > now)
            return false;
        try
        {
            Write(file, Create(hostName, now));
            return true;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException(file, $"cannot be written: {unwritable.Message}", unwritable);
        }
    }

    private static string Create(string hostName, DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest($"CN={(Uri.CheckHostName(hostName) == UriHostNameType.Dns ? hostName : "localhost")}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (Uri.CheckHostName(hostName) == UriHostNameType.Dns && hostName != "localhost")
            names.AddDnsName(hostName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        // Clocks of clients may be behind.
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(Days));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>In one step, and never readable by others, not even for a moment.</summary>
    private static void Write(string file, string pem)
    {
        var part = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(part, options))
                stream.Write(Encoding.ASCII.GetBytes(pem));
            File.Move(part, file, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}
