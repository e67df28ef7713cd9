using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FtpActors.Core.Auth;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Makes a certificate with its key of the contents of files.</summary>
internal static class CertificateReader
{
    private const string PemMark = "-----BEGIN ";

    /// <param name="files">What the contents are of.</param>
    /// <param name="certificate">Of <see cref="CertificateFiles.Certificate"/>.</param>
    /// <param name="key">Of <see cref="CertificateFiles.Key"/>; null without one.</param>
    /// <exception cref="CertificateException">They do not go together, or are something else.</exception>
    public static (X509Certificate2 Leaf, ImmutableArray<X509Certificate2> Chain) Read(CertificateFiles files, byte[] certificate, byte[]? key)
    {
        if (PemText(certificate) is not { } text)
        {
            if (key is not null)
                throw new CertificateException(files.Certificate, "is not PEM, which it has to be where the key has a file of its own.");
            return ReadPfx(files, certificate);
        }

        var certificates = PemCertificates(files.Certificate, text);
        var keyFile = files.Key ?? files.Certificate;
        var keyText = key is null ? text : PemText(key) ?? throw new CertificateException(keyFile, "is not PEM.");
        return (WithKey(files, certificates, keyFile, keyText), [.. certificates.Skip(1)]);
    }

    /// <summary>The text when it is PEM, else null.</summary>
    public static string? PemText(byte[] content)
    {
        var text = Encoding.Latin1.GetString(content);
        return text.Contains(PemMark, StringComparison.Ordinal) ? text : null;
    }

    /// <summary>Every certificate of a PEM file, at least one.</summary>
    /// <exception cref="CertificateException">There is none, or one that is broken.</exception>
    public static ImmutableArray<X509Certificate2> PemCertificates(string file, string text)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(text);
            return found.Count > 0 ? [.. found] : throw new CertificateException(file, "holds no certificate (-----BEGIN CERTIFICATE-----).");
        }
        catch (CryptographicException broken)
        {
            throw new CertificateException(file, $"holds a certificate that is broken: {broken.Message}", broken);
        }
    }

    private static X509Certificate2 WithKey(CertificateFiles files, ImmutableArray<X509Certificate2> certificates, string keyFile, string keyText)
    {
        var pem = KeyPem(keyFile, keyText);
        using var key = ImportKey(keyFile, pem, files.KeyPassword);
        if (Join(certificates[0], key) is { } leaf)
            return Usable(leaf);
        foreach (var other in certificates.Skip(1))
        {
            using var joined = Join(other, key);
            if (joined is not null)
                throw new CertificateException(files.Certificate, $"must start with the server's own certificate, {other.Subject}; those that issued it come behind it.");
        }

        throw new CertificateException(keyFile, $"holds a key that does not belong to the certificate {certificates[0].Subject}"
            + (files.Key is null ? "." : $" in {files.Certificate}."));
    }

    /// <summary>The first private key.</summary>
    private static string KeyPem(string file, string text)
    {
        if (text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new CertificateException(file, "holds a key encrypted in a way that is out of use: convert it with openssl pkcs8 -topk8.");
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" or "ENCRYPTED PRIVATE KEY")
                return rest[fields.Location].ToString();
            rest = rest[fields.Location.End..];
        }

        throw new CertificateException(file, "holds no private key (-----BEGIN PRIVATE KEY-----).");
    }

    private static AsymmetricAlgorithm ImportKey(string file, string pem, Password? password)
    {
        var isEncrypted = pem.StartsWith($"{PemMark}ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && password is null)
            throw new CertificateException(file, "holds an encrypted key and no password was given for it.");
        foreach (var key in new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() })
        {
            try
            {
                if (isEncrypted)
                    key.ImportFromEncryptedPem(pem, password!.Reveal());
                else
                    key.ImportFromPem(pem);
                return key;
            }
            catch (Exception unfit) when (unfit is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        throw new CertificateException(file, isEncrypted
            ? "holds an encrypted key that its password does not open, or that is neither RSA nor ECDSA."
            : "holds a key that is broken or neither RSA nor ECDSA.");
    }

    /// <summary>Null when they do not belong together.</summary>
    private static X509Certificate2? Join(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            return key switch
            {
                RSA rsa => certificate.CopyWithPrivateKey(rsa),
                ECDsa curve => certificate.CopyWithPrivateKey(curve),
                _ => null,
            };
        }
        catch (Exception unlike) when (unlike is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private static (X509Certificate2, ImmutableArray<X509Certificate2>) ReadPfx(CertificateFiles files, byte[] content)
    {
        var file = files.Certificate;
        switch (TypeOf(content))
        {
            case X509ContentType.Cert:
                throw new CertificateException(file, "is a certificate in DER: convert it to PEM with openssl x509 -inform DER.");
            case X509ContentType.Pfx:
                break;
            default:
                throw new CertificateException(file, "is neither PEM nor PFX.");
        }

        try
        {
            var all = X509CertificateLoader.LoadPkcs12Collection(content, files.KeyPassword?.Reveal());
            return all.Where(one => one.HasPrivateKey).ToArray() switch
            {
                [var leaf] => (leaf, [.. all.Where(one => !one.HasPrivateKey)]),
                [] => throw new CertificateException(file, "holds no private key."),
                _ => throw new CertificateException(file, "holds several private keys."),
            };
        }
        catch (CryptographicException unopened)
        {
            throw new CertificateException(file, files.KeyPassword is null
                ? $"is a PFX that opens with a password only, and none was given for it, or it is broken: {unopened.Message}"
                : $"is a PFX that its password does not open, or it is broken: {unopened.Message}", unopened);
        }
    }

    private static X509ContentType TypeOf(byte[] content)
    {
        try
        {
            return content.Length == 0 ? X509ContentType.Unknown : X509Certificate2.GetCertContentType(content);
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    /// <summary>Windows hands out no key that lives in memory alone.</summary>
    private static X509Certificate2 Usable(X509Certificate2 leaf)
    {
        if (!OperatingSystem.IsWindows())
            return leaf;
        using (leaf)
            return X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pfx), null);
    }
}
