using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Auth;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Auth;

public class CertificateRuleSpecs
{
    private static readonly X509Certificate2 Ann = CertificateAuthority.Create().Client("C=DE, O=\"Example, Inc.\", CN=Ann Example", names =>
    {
        names.AddEmailAddress("ann@example.org");
        names.AddDnsName("scanner.example.org");
        names.AddUserPrincipalName("ann@corp.example");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        names.AddUri(new Uri("urn:x"));
    });

    [Theory]
    [InlineData("cn:Ann Example")]
    [InlineData("cn:ann example")]
    [InlineData("email:ann@example.org")]
    [InlineData("dns:Scanner.example.org")]
    [InlineData("upn:ann@corp.example")]
    [InlineData("CN=Ann Example,O=\"Example, Inc.\",C=DE")]
    [InlineData("C=DE, O=\"Example, Inc.\", CN=Ann Example")]
    public void Rule_should_match_a_name_of_the_certificate(string text) => Assert.True(Parse(text).Matches(Ann));

    [Theory]
    [InlineData("cn:Ann")]
    [InlineData("cn:ann@example.org")]
    [InlineData("email:Ann Example")]
    [InlineData("email:ann@corp.example")]
    [InlineData("dns:ann@example.org")]
    [InlineData("upn:ann@example.org")]
    [InlineData("CN=Ann Example")]
    [InlineData("O=\"Example, Inc.\",CN=Ann Example,C=DE")]
    [InlineData("CN=Ann Example,O=Example,C=DE")]
    public void Rule_should_not_match_a_part_or_a_name_of_another_kind(string text) => Assert.False(Parse(text).Matches(Ann));

    [Theory]
    [InlineData("")]
    [InlineData("cn:")]
    [InlineData("Ann Example")]
    [InlineData("uid:ann")]
    [InlineData("Nonsense=x")]
    public void Rule_should_be_refused_when_it_says_nothing(string text) => Assert.False(CertificateRule.TryParse(text, out _));

    [Fact]
    public void Names_should_be_none_where_there_are_none()
    {
        var bare = CertificateAuthority.Create().Client("O=Example");

        Assert.All(Enum.GetValues<CertificateNameKind>(), kind => Assert.Empty(CertificateNames.Of(bare, kind)));
        Assert.False(Parse("cn:Example").Matches(bare));
    }

    [Fact]
    public void Names_should_be_none_where_the_alternative_names_are_broken()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new CertificateRequest("CN=x", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x05, 0x81, 0x09], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        Assert.Empty(CertificateNames.Of(certificate, CertificateNameKind.Email));
    }

    private static CertificateRule Parse(string text)
    {
        Assert.True(CertificateRule.TryParse(text, out var rule));
        return rule;
    }
}
