using System.Net;
using FtpActors.Core.Auth;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Auth;

public sealed class ConfiguredUsersWithHashSpecs : AuthenticatorSpecBase
{
    protected override IAuthenticator CreateAuthenticator() => new ConfiguredUsers(
    [
        new ConfiguredUser { User = new FtpUser { Name = UserName }, Hash = PasswordHash.Create(new Password(Password), 4) },
    ]);
}

public sealed class ConfiguredUsersWithPlainPasswordSpecs : AuthenticatorSpecBase
{
    protected override IAuthenticator CreateAuthenticator() => new ConfiguredUsers(
    [
        new ConfiguredUser { User = new FtpUser { Name = UserName }, Plain = new Password(Password) },
    ]);
}

public sealed class ConfiguredUsersMixedSpecs : AuthenticatorSpecBase
{
    protected override IAuthenticator CreateAuthenticator() => new ConfiguredUsers(
    [
        new ConfiguredUser { User = new FtpUser { Name = UserName }, Plain = new Password(Password) },
        new ConfiguredUser { User = new FtpUser { Name = "bob" }, Hash = PasswordHash.Create(new Password("b"), 6) },
        new ConfiguredUser { User = new FtpUser { Name = "cyd" }, Hash = PasswordHash.Create(new Password("c"), 4) },
    ]);

    [Fact]
    public async Task Every_user_should_have_their_own_password()
    {
        Assert.True(await Try("bob", "b"));
        Assert.True(await Try("cyd", "c"));
        Assert.False(await Try("bob", "c"));
        Assert.False(await Try("cyd", "b"));
    }
}

public sealed class ConfiguredUsersSpecs
{
    private static readonly FtpUser Guest = new() { Name = "guest", Rights = PathRights.ReadOnly };

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("192.0.3.1", false)]
    [InlineData("::1", false)]
    public async Task A_user_should_come_from_the_networks_it_may_come_from_alone(string peer, bool isLetIn)
    {
        using var users = new ConfiguredUsers([Hashed("ada", "x") with { From = [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/32")] }, Hashed("bob", "x")]);

        Assert.Equal(isLetIn, await users.Authenticate(new Credentials("ada", new Password("x"), IPAddress.Parse(peer)), default));
        Assert.True(await users.Authenticate(new Credentials("bob", new Password("x"), IPAddress.Parse(peer)), default));
        Assert.False(await users.Authenticate(new Credentials("ada", new Password("y"), IPAddress.Parse(peer)), default));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("ftp")]
    [InlineData("Anonymous")]
    public async Task Anonymous_should_come_in_with_any_password(string name)
    {
        using var users = new ConfiguredUsers([Hashed("ada", "x")], Guest);
        Assert.True(await Try(users, name, ""));
        Assert.True(await Try(users, name, "me@example.org"));
        var found = await users.Find(name, default);
        Assert.Equal(Guest with { IsAnonymous = true }, found);
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("ftp")]
    public async Task Anonymous_should_be_refused_when_not_configured(string name)
    {
        using var users = new ConfiguredUsers([Plain("ada", "x")]);
        Assert.False(await Try(users, name, ""));
        Assert.Null(await users.Find(name, default));
    }

    [Theory]
    [InlineData(true, "anonymous", Identification.PasswordNeeded)]
    [InlineData(false, "anonymous", Identification.Accepted)]
    [InlineData(false, "FTP", Identification.Accepted)]
    [InlineData(false, "ftp", Identification.PasswordNeeded)]
    [InlineData(false, "nobody", Identification.PasswordNeeded)]
    public async Task A_guest_should_come_in_by_name_alone_where_that_is_configured(bool needPassword, string name, Identification identification)
    {
        using var users = new ConfiguredUsers([Plain("ftp", "x")], Guest, guestsNeedPassword: needPassword);
        Assert.Equal(identification, await users.Identify(name, IPAddress.Loopback, default));
    }

    [Fact]
    public async Task Nobody_should_come_in_by_name_where_there_are_no_guests()
    {
        using var users = new ConfiguredUsers([Plain("ada", "x")], guestsNeedPassword: false);
        Assert.Equal(Identification.PasswordNeeded, await users.Identify("anonymous", IPAddress.Loopback, default));
    }

    [Fact]
    public async Task A_user_called_ftp_should_need_their_password_even_with_guests_allowed()
    {
        using var users = new ConfiguredUsers([Plain("ftp", "x")], Guest);
        Assert.False(await Try(users, "ftp", "y"));
        Assert.True(await Try(users, "ftp", "x"));
        Assert.False((await users.Find("ftp", default))!.IsAnonymous);
    }

    [Fact]
    public async Task Names_should_be_case_sensitive()
    {
        using var users = new ConfiguredUsers([Plain("ada", "x"), Plain("Ada", "y")]);
        Assert.True(await Try(users, "Ada", "y"));
        Assert.False(await Try(users, "ada", "y"));
    }

    [Fact]
    public void Users_that_make_no_sense_should_be_refused()
    {
        var user = new FtpUser { Name = "ada" };
        Assert.Throws<ArgumentException>(() => new ConfiguredUsers([Plain("ada", "x"), Plain("ada", "y")]));
        Assert.Throws<ArgumentException>(() => new ConfiguredUsers([new ConfiguredUser { User = user }]));
        Assert.Throws<ArgumentException>(() => new ConfiguredUsers([Hashed("ada", "x") with { Plain = new Password("x") }]));
    }

    [Fact]
    public async Task A_flood_of_logins_should_fail_clearly_when_too_many_wait()
    {
        // One is being verified for a while, two wait, the others are refused.
        using var users = new ConfiguredUsers(
            [new ConfiguredUser { User = new FtpUser { Name = "ada" }, Hash = PasswordHash.Dummy(9) }], verifierThreads: 1, maxWaitingPerAddress: 2);
        var logins = Enumerable.Range(0, 20).Select(_ => Try(users, "ada", "x")).ToList();
        var refused = 0;
        foreach (var login in logins)
        {
            try
            {
                Assert.False(await login);
            }
            catch (AuthenticatorBusyException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10, 18);
        Assert.False(await Try(users, "ada", "x"));
    }

    [Fact]
    public async Task A_flood_from_one_address_should_not_keep_anybody_else_out()
    {
        // Verifying ada takes a while; all others would wait behind the flood if there were one line for everybody.
        using var users = new ConfiguredUsers(
            [new ConfiguredUser { User = new FtpUser { Name = "ada" }, Hash = PasswordHash.Dummy(9) }, Hashed("bob", "b")], verifierThreads: 1);
        var flood = Enumerable.Range(0, 200).Select(_ => Try(users, "ada", "x", "192.0.2.66")).ToList();
        Assert.True(await Try(users, "bob", "b", "192.0.2.7"));
        Assert.Contains(flood, login => !login.IsCompleted);
        await Task.WhenAll(flood).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task Every_login_should_get_a_user_of_its_own()
    {
        using var users = new ConfiguredUsers([Plain("ada", "x")], Guest);
        Assert.NotSame(await users.Find("ada", default), await users.Find("ada", default));
        Assert.NotSame(await users.Find("ftp", default), await users.Find("ftp", default));
    }

    [Fact]
    public async Task A_login_that_was_given_up_should_not_be_verified()
    {
        using var users = new ConfiguredUsers([Hashed("ada", "x")]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => users.Authenticate(new Credentials("ada", new Password("x"), IPAddress.Loopback), new CancellationToken(true)));
    }

    [Fact]
    public async Task Logins_after_disposal_should_fail()
    {
        var users = new ConfiguredUsers([Hashed("ada", "x")]);
        users.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Try(users, "ada", "x"));
    }

    private static ConfiguredUser Plain(string name, string password) =>
        new() { User = new FtpUser { Name = name }, Plain = new Password(password) };

    private static ConfiguredUser Hashed(string name, string password) =>
        new() { User = new FtpUser { Name = name }, Hash = PasswordHash.Create(new Password(password), 4) };

    private static Task<bool> Try(ConfiguredUsers users, string name, string password, string peer = "127.0.0.1") =>
        users.Authenticate(new Credentials(name, new Password(password), IPAddress.Parse(peer)), default);
}
