using System.Net;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Auth;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Auth;

public class ConfiguredUsersCertificateSpecs
{
    private static readonly CertificateAuthority Authority = CertificateAuthority.Create();
    private static readonly X509Certificate2 Ann = Authority.Client("CN=ann");
    private static readonly X509Certificate2 Bob = Authority.Client("CN=bob");
    private static readonly Password Right = new("right");

    [Fact]
    public async Task A_certificate_should_be_enough_for_its_user_alone()
    {
        using var users = new ConfiguredUsers([User("ann", "cn:ann") with { Plain = Right }, User("bob", "cn:bob") with { Plain = Right }]);

        Assert.Equal(Identification.Accepted, await Identify(users, "ann", Ann));
        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "ann", Bob));
        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "nobody", Ann));
        Assert.True(await Authenticate(users, "ann", Right, Bob));
    }

    [Fact]
    public async Task A_user_without_a_password_should_need_the_certificate()
    {
        using var users = new ConfiguredUsers([User("ann", "cn:ann")]);

        Assert.Equal(Identification.Accepted, await Identify(users, "ann", Ann));
        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "ann", Bob));
        foreach (var password in new[] { "", "right" })
            Assert.False(await Authenticate(users, "ann", new Password(password), Bob));
    }

    [Fact]
    public async Task A_certificate_should_not_be_enough_from_where_its_user_must_not_come()
    {
        using var users = new ConfiguredUsers([User("ann", "cn:ann") with { From = [System.Net.IPNetwork.Parse("192.0.2.0/24")] }]);

        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "ann", Ann));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_beside_the_password_should_need_both(bool hashed)
    {
        var user = User("ann", "cn:ann") with { CertificateUse = CertificateUse.Beside };
        using var users = new ConfiguredUsers([hashed ? user with { Hash = PasswordHash.Create(Right, 4) } : user with { Plain = Right }]);

        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "ann", Ann));
        Assert.True(await Authenticate(users, "ann", Right, Ann));
        Assert.False(await Authenticate(users, "ann", new Password("wrong"), Ann));
        Assert.False(await Authenticate(users, "ann", Right, Bob));
        Assert.False(await Authenticate(users, "ann", Right, null));
    }

    [Fact]
    public async Task A_rule_for_everybody_should_take_the_name_from_the_certificate_unless_a_user_has_rules()
    {
        using var users = new ConfiguredUsers([User("ann"), User("bob", "cn:ann")], certificateName: CertificateNameKind.CommonName);

        Assert.Equal(Identification.Accepted, await Identify(users, "ann", Ann));
        Assert.Equal(Identification.Accepted, await Identify(users, "bob", Ann));
        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "bob", Bob));
    }

    [Fact]
    public async Task A_certificate_should_decide_nothing_for_guests_and_unknown_names()
    {
        using var users = new ConfiguredUsers([], new FtpUser { Name = "anonymous" }, certificateName: CertificateNameKind.CommonName);

        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "anonymous", Authority.Client("CN=anonymous")));
        Assert.Equal(Identification.PasswordNeeded, await Identify(users, "ann", Ann));
    }

    [Fact]
    public void A_user_who_can_never_log_in_should_be_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConfiguredUsers([User("ann")]));
        Assert.Throws<ArgumentException>(() => new ConfiguredUsers([User("ann", "cn:ann") with { CertificateUse = CertificateUse.Beside }]));
    }

    private static ConfiguredUser User(string name, params string[] rules) => new()
    {
        User = new FtpUser { Name = name },
        Certificates = [.. rules.Select(text => CertificateRule.TryParse(text, out var rule) ? rule : throw new FormatException(text))],
    };

    private static Task<Identification> Identify(ConfiguredUsers users, string name, X509Certificate2 certificate) =>
        users.Identify(name, IPAddress.Loopback, certificate, default);

    private static Task<bool> Authenticate(ConfiguredUsers users, string name, Password password, X509Certificate2? certificate) =>
        users.Authenticate(new Credentials(name, password, IPAddress.Loopback) { Certificate = certificate }, default);
}
