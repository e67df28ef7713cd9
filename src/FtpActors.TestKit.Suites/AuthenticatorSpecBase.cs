using System.Net;
using FtpActors.Core.Auth;
using Xunit;

namespace FtpActors.TestKit.Suites;

/// <summary>What every authenticator must do: inherit it and hand out one that knows one user.</summary>
public abstract class AuthenticatorSpecBase
{
    private readonly Lazy<IAuthenticator> _authenticator;

    protected AuthenticatorSpecBase() => _authenticator = new Lazy<IAuthenticator>(CreateAuthenticator);

    protected IAuthenticator Authenticator => _authenticator.Value;

    /// <summary>Of the one user.</summary>
    protected virtual string UserName => "ada";

    /// <summary>Of the one user; has letters.</summary>
    protected virtual string Password => "Correct horse 1";

    protected abstract IAuthenticator CreateAuthenticator();

    protected Task<bool> Try(string userName, string password, CancellationToken cancel = default) =>
        Authenticator.Authenticate(new Credentials(userName, new Password(password), IPAddress.Loopback), cancel);

    [Fact]
    public async Task The_right_password_should_be_accepted() => Assert.True(await Try(UserName, Password));

    [Fact]
    public async Task Any_other_password_should_be_refused()
    {
        Assert.False(await Try(UserName, ""));
        Assert.False(await Try(UserName, Password + "x"));
        Assert.False(await Try(UserName, Password[..^1]));
        Assert.False(await Try(UserName, Password.ToUpperInvariant()));
        Assert.False(await Try(UserName, Password + "\0"));
        Assert.False(await Try(UserName, Password + "\0" + Password));
        Assert.False(await Try(UserName, new string('x', 4096)));
    }

    [Fact]
    public async Task An_unknown_name_should_be_refused()
    {
        Assert.False(await Try(UserName + "x", Password));
        Assert.False(await Try("", Password));
        Assert.False(await Try("", ""));
    }

    [Fact]
    public async Task Many_logins_at_once_should_each_get_their_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Try(UserName, i % 2 == 0 ? Password : "wrong")));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i % 2 == 0), answers);
    }

    [Fact]
    public async Task The_directory_should_know_whoever_was_accepted()
    {
        if (Authenticator is not IUserDirectory directory)
            return;
        Assert.Equal(UserName, (await directory.Find(UserName, default))?.Name);
        Assert.Null(await directory.Find(UserName + "x", default));
    }
}
