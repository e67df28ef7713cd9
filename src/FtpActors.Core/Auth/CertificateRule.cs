using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Auth;

/// <summary>Which certificates belong to a user.</summary>
public abstract record CertificateRule
{
    private static readonly (string Prefix, CertificateNameKind Kind)[] Prefixes =
    [
        ("cn:", CertificateNameKind.CommonName),
        ("email:", CertificateNameKind.Email),
        ("dns:", CertificateNameKind.Dns),
        ("upn:", CertificateNameKind.PrincipalName),
    ];

    private CertificateRule()
    {
    }

    /// <summary>Reads <c>cn:NAME</c>, <c>email:ADDRESS</c>, <c>dns:NAME</c>, <c>upn:NAME</c>, or a whole subject such as <c>CN=Ann,O=Example</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CertificateRule? rule)
    {
        rule = null;
        foreach (var (prefix, kind) in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                rule = text.Length > prefix.Length ? new Named(kind, text[prefix.Length..].Trim()) : null;
        }

        if (rule is null && text.Contains('='))
            rule = Subject.Parse(text);
        return rule is not null;
    }

    /// <param name="certificate">Of a client, found good.</param>
    public abstract bool Matches(X509Certificate2 certificate);

    /// <summary>One of the certificate's names of a kind, in whatever case.</summary>
    public sealed record Named(CertificateNameKind Kind, string Name) : CertificateRule
    {
        public override bool Matches(X509Certificate2 certificate) =>
            CertificateNames.Of(certificate, Kind).Contains(Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The whole subject, its parts in the order of RFC 4514 (from the name up) or of OpenSSL (from the root down), in whatever case.</summary>
    public sealed record Subject : CertificateRule
    {
        private readonly string _text;
        private readonly (string Type, string Value)[] _parts;

        private Subject(string text, (string, string)[] parts) => (_text, _parts) = (text, parts);

        public override bool Matches(X509Certificate2 certificate)
        {
            try
            {
                var parts = CertificateNames.Subject(certificate.SubjectName);
                return parts.SequenceEqual(_parts, PartComparer.Instance) || parts.Reverse().SequenceEqual(_parts, PartComparer.Instance);
            }
            catch (Exception unreadable) when (unreadable is CryptographicException or InvalidOperationException)
            {
                return false;
            }
        }

        public override string ToString() => _text;

        public bool Equals(Subject? other) => other is not null && _parts.SequenceEqual(other._parts, PartComparer.Instance);

        public override int GetHashCode() => _parts.Length;

        internal static Subject? Parse(string text)
        {
            try
            {
                return new Subject(text, [.. CertificateNames.Subject(new X500DistinguishedName(text))]);
            }
            catch (Exception unreadable) when (unreadable is CryptographicException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    private sealed class PartComparer : IEqualityComparer<(string Type, string Value)>
    {
        public static PartComparer Instance { get; } = new();

        public bool Equals((string Type, string Value) left, (string Type, string Value) right) =>
            left.Type == right.Type && left.Value.Equals(right.Value, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Type, string Value) part) => part.Type.GetHashCode(StringComparison.Ordinal);
    }
}
