using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class UserHandlerSpecs : CommandHandlerSpecBase
{
    private readonly KnownUsers _users = new(new FtpUser { Name = "demo" }, new FtpUser { Name = "anonymous", IsAnonymous = true });

    public UserHandlerSpecs() => Options = Options with { Users = _users };

    [Fact]
    public async Task UserHandler_should_reply_331_and_remember_the_name()
    {
        var (reply, state) = await Step("USER demo");
        Assert.Equal(new(331, "Password required for demo."), reply);
        Assert.Equal("demo", state.PendingUser);
    }

    [Fact]
    public async Task UserHandler_should_reply_331_in_the_same_words_for_an_unknown_name() =>
        Assert.Equal(new(331, "Password required for nobody."), await Reply("USER nobody"));

    [Fact]
    public async Task UserHandler_should_not_look_up_a_name_under_TLS_before_the_password_came()
    {
        Assert.Equal(331, (await Reply("USER anna", SecurityStates.Encrypted())).Code);
        Assert.Empty(_users.Found);
    }

    [Fact]
    public async Task UserHandler_should_reply_331_and_ask_a_guest_for_an_address()
    {
        var (reply, state) = await Step("USER anonymous");
        Assert.Equal(new(331, "Anonymous login: send your e-mail address as password."), reply);
        Assert.Equal("anonymous", state.PendingUser);
    }

    [Fact]
    public async Task UserHandler_should_treat_a_guest_name_as_any_other_when_there_are_no_guests()
    {
        Options = Options with { Users = new KnownUsers() };
        Assert.Equal(new(331, "Password required for anonymous."), await Reply("USER anonymous"));
    }

    [Fact]
    public async Task UserHandler_should_reply_501_without_a_name() => Assert.Equal(501, (await Reply("USER")).Code);

    [Fact]
    public async Task UserHandler_should_end_the_old_login_and_keep_the_count_of_failures_and_the_transfer_parameters()
    {
        var before = LoggedInOn(new MemoryStorage()) with
        {
            WorkingDirectory = FtpPath.Parse("/a"),
            Type = TransferType.Image,
            LoginFailures = 2,
        };
        var (_, state) = await Step("USER other", before);
        Assert.Equal(SessionState.Initial with { PendingUser = "other", Type = TransferType.Image, LoginFailures = 2 }, state);
    }

    [Fact]
    public async Task UserHandler_should_reply_230_and_log_in_when_the_name_is_enough()
    {
        var storage = new MemoryStorage();
        Options = Options with { Authenticator = new Identifier(Identification.Accepted), Storage = storage };
        var (reply, state) = await Step("USER demo", LoggedInOn(storage) with { Type = TransferType.Image });
        Assert.Equal(new(230, "demo logged in."), reply);
        Assert.Equal(SessionState.Initial with { User = state.User, Storage = storage, Type = TransferType.Image }, state);
        Assert.Equal("demo", state.User?.Name);
    }

    [Fact]
    public async Task UserHandler_should_reply_331_when_the_name_needs_a_password()
    {
        Options = Options with { Authenticator = new Identifier(Identification.PasswordNeeded) };
        Assert.Equal(new(331, "Password required for demo."), await Reply("USER demo"));
    }

    [Fact]
    public async Task UserHandler_should_reply_530_as_to_a_wrong_password_when_the_name_is_refused()
    {
        Options = Options with { Authenticator = new Identifier(Identification.Refused) };
        var outcome = await Run("USER demo", SessionState.Initial with { LoginFailures = 1 });
        Assert.Equal(new(530, "Login incorrect."), outcome.Reply);
        Assert.Equal(2 * Options.Limits.LoginFailureDelay, outcome.Delay);
        var (_, state) = await Step("USER demo", LoggedInOn(new MemoryStorage()));
        Assert.Equal(SessionState.Initial with { LoginFailures = 1 }, state);
    }

    [Fact]
    public async Task UserHandler_should_treat_a_busy_authenticator_as_a_failed_login()
    {
        Options = Options with { Authenticator = new Identifier(null) };
        var outcome = await Run("USER demo");
        Assert.Equal(new(530, "Login not possible now, try again later."), outcome.Reply);
        Assert.Equal(Options.Limits.LoginFailureDelay, outcome.Delay);
        var (_, state) = await Step("USER demo", LoggedInOn(new MemoryStorage()));
        Assert.Equal(SessionState.Initial with { LoginFailures = 1 }, state);
    }

    [Fact]
    public async Task UserHandler_should_reply_530_when_the_directory_does_not_know_an_accepted_name()
    {
        Options = Options with { Authenticator = new Identifier(Identification.Accepted) };
        Assert.Equal(530, (await Reply("USER nobody")).Code);
    }

    /// <param name="identification">Null for busy.</param>
    private sealed class Identifier(Identification? identification) : IAuthenticator, IUserIdentifier
    {
        public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel) => Task.FromResult(false);

        public Task<Identification> Identify(string userName, IPAddress peer, CancellationToken cancel) =>
            identification is { } known ? Task.FromResult(known) : Task.FromException<Identification>(new AuthenticatorBusyException("full"));
    }
}
