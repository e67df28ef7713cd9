using FtpActors.Core.Tls.Certificates;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls.Certificates;

public sealed class SelfSignedCertificateSpecs : IDisposable
{
    private readonly CertificateDirectory _directory = new();
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Ensure_should_make_one_for_this_machine_that_its_owner_alone_can_read_and_use_it_again()
    {
        var file = _directory.PathOf("self.pem");

        Assert.True(SelfSignedCertificate.Ensure(file, "box.example.org", _now));
        var first = Load(file);
        Assert.False(SelfSignedCertificate.Ensure(file, "box.example.org", _now));

        using var leaf = new ConfiguredCertificates([new CertificateFiles { Certificate = file }]).Find(null)!.Leaf;
        Assert.Equal(["localhost", "box.example.org"], first.Names.AsEnumerable());
        Assert.All(["localhost", "box.example.org", "127.0.0.1", "::1"], name => Assert.True(leaf.MatchesHostname(name)));
        Assert.Equal(2048, leaf.PublicKey.GetRSAPublicKey()!.KeySize);
        Assert.InRange(first.NotAfter - _now, TimeSpan.FromDays(700), TimeSpan.FromDays(825));
        Assert.Equal(first.Fingerprint, Load(file).Fingerprint);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal([file], Directory.GetFileSystemEntries(_directory.PathOf("")));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("no name")]
    public void Ensure_should_do_without_a_host_name_that_is_none(string hostName)
    {
        SelfSignedCertificate.Ensure(_directory.PathOf("self.pem"), hostName, _now);

        Assert.Equal(["localhost"], Load(_directory.PathOf("self.pem")).Names.AsEnumerable());
    }

    [Fact]
    public void Ensure_should_make_another_when_its_time_is_over()
    {
        var file = _directory.Pem("self.pem", CertificateAuthority.Create().Server(_now.AddMinutes(-1), "localhost")).Certificate;

        Assert.True(SelfSignedCertificate.Ensure(file, "box", _now));
        Assert.True(Load(file).NotAfter > _now);
    }

    [Fact]
    public void Ensure_should_leave_a_file_alone_that_is_something_else()
    {
        var file = _directory.Write("self.pem", "precious");

        Assert.Throws<CertificateException>(() => SelfSignedCertificate.Ensure(file, "box", _now));
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Fact]
    public void Ensure_should_name_the_file_it_cannot_write()
    {
        var file = _directory.PathOf("none/self.pem");

        Assert.StartsWith($"{file} cannot be written", Assert.Throws<CertificateException>(() => SelfSignedCertificate.Ensure(file, "box", _now)).Message);
    }

    private static CertificateFacts Load(string file) => new ConfiguredCertificates([new CertificateFiles { Certificate = file }]).Facts[0];
}
