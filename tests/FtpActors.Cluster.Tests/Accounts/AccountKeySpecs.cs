using FtpActors.Cluster.Accounts;
using FtpActors.Server;

namespace FtpActors.Cluster.Tests.Accounts;

public sealed class AccountKeySpecs
{
    [Theory]
    [InlineData("demo", null, "demo")]
    [InlineData("eve", "files.example", "eve@files.example")]
    [InlineData("eve@files.example", null, "eve%40files.example")]
    [InlineData("a/b @", "ü", "a%2Fb%20%40@%C3%BC")]
    [InlineData("", null, "")]
    public void A_key_should_be_of_one_user_alone(string user, string? host, string key)
    {
        Assert.Equal(key, AccountKey.Of(new UserKey(user, host)));
        Assert.Equal(new UserKey(user, host), AccountKey.Parse(key));
    }
}
