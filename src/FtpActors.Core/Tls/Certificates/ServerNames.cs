using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>The host names a certificate is for.</summary>
internal static class ServerNames
{
    /// <summary>Of its subject alternative names, or of its subject where it has none (RFC 6125 §6.4.4); lower case.</summary>
    public static ImmutableArray<string> Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names)
            return [.. names.EnumerateDnsNames().Select(Normal)];
        return certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false) is { Length: > 0 } subject ? [Normal(subject)] : [];
    }

    public static string Normal(string name) => name.TrimEnd('.').ToLowerInvariant();

    /// <summary>The wildcard that stands for a name: <c>*.example.org</c> for <c>ftp.example.org</c>, one label only; else null.</summary>
    public static string? WildcardFor(string name) => name.IndexOf('.') is > 0 and var dot ? $"*{name[dot..]}" : null;
}
