using FtpActors.Host.Remote;

namespace FtpActors.End2End.Tests.Host;

public class NetrcSpecs
{
    private const string Sample = """
        # who I am
        machine a.example login ann password "with \"quotes\" and space" account main
        machine a.example
          login bob
          password b#b
        macdef init
        machine c.example login nobody
        cd /pub

        machine C.example password only
        default login anonymous password me@example

        """;

    [Theory]
    [InlineData("a.example", null, "ann", "with \"quotes\" and space", "main")]
    [InlineData("A.EXAMPLE", "bob", "bob", "b#b", null)]
    [InlineData("c.example", "carl", null, "only", null)]
    [InlineData("d.example", null, "anonymous", "me@example", null)]
    public void The_first_entry_for_host_and_user_should_count_before_the_default(string host, string? login, string? found, string? password, string? account) =>
        Assert.Equal(new Netrc(found, password, account), Netrc.Find(Sample, host, login));

    [Theory]
    [InlineData("a.example", "carl")]
    [InlineData("d.example", "carl")]
    public void Entries_of_others_should_not_count(string host, string login) => Assert.Null(Netrc.Find(Sample, host, login));

    [Theory]
    [InlineData("machine a.example login")]
    [InlineData("machine")]
    [InlineData("login ann")]
    [InlineData("machine a.example port 21")]
    public void What_cannot_be_understood_should_be_told(string text) => Assert.Throws<FormatException>(() => Netrc.Find(text, "a.example", null));
}
