using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Auth;

/// <summary>The names a certificate holds. What cannot be read is no name.</summary>
public static class CertificateNames
{
    private const string CommonNameId = "2.5.4.3";
    private const string AlternativeNamesId = "2.5.29.17";
    private const string PrincipalNameId = "1.3.6.1.4.1.311.20.2.3";

    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag OtherValue = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Every name of a kind.</summary>
    public static IReadOnlyList<string> Of(X509Certificate2 certificate, CertificateNameKind kind)
    {
        try
        {
            return kind == CertificateNameKind.CommonName
                ? [.. Subject(certificate.SubjectName).Where(part => part.Type == CommonNameId).Select(part => part.Value)]
                : [.. Alternatives(certificate).Where(name => name.Kind == kind).Select(name => name.Value)];
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or CryptographicException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>The parts of a distinguished name as they are encoded, from the root down.</summary>
    /// <exception cref="InvalidOperationException">Some part holds several values.</exception>
    /// <exception cref="CryptographicException">It cannot be read.</exception>
    internal static IReadOnlyList<(string Type, string Value)> Subject(X500DistinguishedName name) =>
        [.. name.EnumerateRelativeDistinguishedNames(reversed: false).Select(part => (part.GetSingleElementType().Value!, part.GetSingleElementValue() ?? ""))];

    private static List<(CertificateNameKind Kind, string Value)> Alternatives(X509Certificate2 certificate)
    {
        List<(CertificateNameKind, string)> found = [];
        if (certificate.Extensions[AlternativeNamesId] is not { } extension)
            return found;
        for (var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence(); names.HasData;)
        {
            var tag = names.PeekTag();
            if (tag.HasSameClassAndValue(Email))
                found.Add((CertificateNameKind.Email, names.ReadCharacterString(UniversalTagNumber.IA5String, Email)));
            else if (tag.HasSameClassAndValue(Dns))
                found.Add((CertificateNameKind.Dns, names.ReadCharacterString(UniversalTagNumber.IA5String, Dns)));
            else if (tag == OtherName && PrincipalName(names.ReadSequence(OtherName)) is { } principal)
                found.Add((CertificateNameKind.PrincipalName, principal));
            else if (tag != OtherName)
                names.ReadEncodedValue();
        }

        return found;
    }

    private static string? PrincipalName(AsnReader other) =>
        other.ReadObjectIdentifier() == PrincipalNameId
            ? other.ReadSequence(OtherValue).ReadCharacterString(UniversalTagNumber.UTF8String)
            : null;
}
