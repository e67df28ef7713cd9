using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tests.Tls.Certificates;

/// <summary>A well signed list of changes (RFC 5280 §5.2.4), which the platform cannot make.</summary>
internal static class CriticalList
{
    private const string DeltaIndicator = "2.5.29.27";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    public static byte[] Of(X509Certificate2 issuer, DateTimeOffset nextUpdate)
    {
        var signed = Content(issuer, nextUpdate);
        using var key = issuer.GetECDsaPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(signed);
            WriteAlgorithm(list);
            list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return list.Encode();
    }

    private static byte[] Content(X509Certificate2 issuer, DateTimeOffset nextUpdate)
    {
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            content.WriteInteger(1);
            WriteAlgorithm(content);
            content.WriteEncodedValue(issuer.SubjectName.RawData);
            content.WriteUtcTime(nextUpdate.AddDays(-2));
            content.WriteUtcTime(nextUpdate);
            using (content.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (content.PushSequence())
            using (content.PushSequence())
            {
                content.WriteObjectIdentifier(DeltaIndicator);
                content.WriteBoolean(true);
                content.WriteOctetString([2, 1, 1]);
            }
        }

        return content.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(EcdsaWithSha256);
    }
}
