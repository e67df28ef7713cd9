using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>What an authority has revoked (RFC 5280 §5): a whole list that speaks for its own issuer.</summary>
/// <remarks>Lists of changes, lists of several issuers and whatever else a critical extension asks for are refused.</remarks>
internal sealed class RevocationList
{
    private const string Label = "X509 CRL";

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0);

    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly SignatureKind _kind;
    private readonly FrozenSet<string> _serials;

    private RevocationList(ReadOnlyMemory<byte> encoded)
    {
        Fingerprint = LoadedCertificate.Fingerprint(encoded.Span);
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var list = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        _signed = list.PeekEncodedValue().ToArray();
        var content = list.ReadSequence();
        var algorithm = list.ReadEncodedValue();
        _signature = list.ReadBitString(out _);
        list.ThrowIfNotEmpty();

        var version = content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) && content.TryReadInt32(out var number) ? number : 0;
        if (version is not (0 or 1))
            throw new CryptographicException("its version is not known");
        if (!content.ReadEncodedValue().Span.SequenceEqual(algorithm.Span))
            throw new CryptographicException("it names two signature algorithms");
        _kind = SignatureKind.Read(algorithm);
        Issuer = new X500DistinguishedName(content.ReadEncodedValue().Span);
        ThisUpdate = ReadTime(content);
        NextUpdate = content.HasData && IsTime(content.PeekTag()) ? ReadTime(content) : DateTimeOffset.MaxValue;
        _serials = ReadSerials(content).ToFrozenSet(StringComparer.Ordinal);
        if (content.HasData)
            RefuseCritical(content.ReadSequence(ExtensionsTag).ReadSequence());
        content.ThrowIfNotEmpty();
    }

    public X500DistinguishedName Issuer { get; }

    public DateTimeOffset ThisUpdate { get; }

    /// <summary><see cref="DateTimeOffset.MaxValue"/> when it does not say.</summary>
    public DateTimeOffset NextUpdate { get; }

    public string Fingerprint { get; }

    /// <summary>Every list of a file: PEM with any number, or one in DER.</summary>
    /// <exception cref="CertificateException">It holds none, or one that is of no use.</exception>
    public static IReadOnlyList<RevocationList> ReadAll(string file, byte[] content)
    {
        try
        {
            if (CertificateReader.PemText(content) is not { } text)
                return [new RevocationList(content)];
            List<RevocationList> found = [];
            var rest = text.AsSpan();
            while (PemEncoding.TryFind(rest, out var fields))
            {
                if (rest[fields.Label] is Label)
                    found.Add(new RevocationList(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
                rest = rest[fields.Location.End..];
            }

            return found.Count > 0 ? found : throw new CertificateException(file, $"holds no revocation list (-----BEGIN {Label}-----).");
        }
        catch (Exception broken) when (broken is AsnContentException or CryptographicException or FormatException)
        {
            throw new CertificateException(file, $"is no revocation list that can be used: {broken.Message}", broken);
        }
    }

    /// <summary>Its name, its right to sign lists and the signature.</summary>
    public bool IsOf(X509Certificate2 issuer) =>
        issuer.SubjectName.RawData.AsSpan().SequenceEqual(Issuer.RawData)
        && issuer.Extensions.OfType<X509KeyUsageExtension>().All(use => use.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
        && _kind.Verify(issuer, _signed, _signature);

    /// <summary>Of a certificate of this list's issuer.</summary>
    public bool Revokes(X509Certificate2 certificate) => _serials.Contains(Convert.ToHexString(certificate.SerialNumberBytes.Span));

    private static List<string> ReadSerials(AsnReader content)
    {
        List<string> serials = [];
        if (!content.HasData || !content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            return serials;
        for (var revoked = content.ReadSequence(); revoked.HasData;)
        {
            var entry = revoked.ReadSequence();
            serials.Add(Convert.ToHexString(entry.ReadIntegerBytes().Span));
            ReadTime(entry);
            if (entry.HasData)
                RefuseCritical(entry.ReadSequence());
            entry.ThrowIfNotEmpty();
        }

        return serials;
    }

    /// <summary>A list must not be used when it says more than is understood here (RFC 5280 §5.2).</summary>
    private static void RefuseCritical(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var name = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
                throw new CryptographicException($"it has a critical extension, {name}, as lists of changes or of several issuers have");
        }
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
