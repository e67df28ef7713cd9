using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>How a revocation list is signed: RSA or ECDSA with SHA-256, SHA-384 or SHA-512.</summary>
internal sealed record SignatureKind(HashAlgorithmName Hash, RSASignaturePadding? Padding)
{
    /// <param name="algorithm">An AlgorithmIdentifier.</param>
    /// <exception cref="CryptographicException">Another one.</exception>
    public static SignatureKind Read(ReadOnlyMemory<byte> algorithm)
    {
        var identifier = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence();
        return identifier.ReadObjectIdentifier() switch
        {
            "1.2.840.113549.1.1.11" => new SignatureKind(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.12" => new SignatureKind(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.13" => new SignatureKind(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.10" => new SignatureKind(PssHash(identifier), RSASignaturePadding.Pss),
            "1.2.840.10045.4.3.2" => new SignatureKind(HashAlgorithmName.SHA256, null),
            "1.2.840.10045.4.3.3" => new SignatureKind(HashAlgorithmName.SHA384, null),
            "1.2.840.10045.4.3.4" => new SignatureKind(HashAlgorithmName.SHA512, null),
            var other => throw new CryptographicException($"its signature algorithm, {other}, is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512"),
        };
    }

    public bool Verify(X509Certificate2 issuer, byte[] signed, byte[] signature)
    {
        if (Padding is not null)
        {
            using var rsa = issuer.GetRSAPublicKey();
            return rsa?.VerifyData(signed, signature, Hash, Padding) == true;
        }

        using var curve = issuer.GetECDsaPublicKey();
        return curve?.VerifyData(signed, signature, Hash, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    /// <summary>RSASSA-PSS-params (RFC 4055 §3.1); the salt is as long as the hash in all that is verified here.</summary>
    private static HashAlgorithmName PssHash(AsnReader identifier)
    {
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var parameters = identifier.ReadSequence();
        if (!parameters.HasData || !parameters.PeekTag().HasSameClassAndValue(hashTag))
            throw new CryptographicException("its signature stands on SHA-1");
        return parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            var other => throw new CryptographicException($"its signature stands on the hash {other}"),
        };
    }
}
