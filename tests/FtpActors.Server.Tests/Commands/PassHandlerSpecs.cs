using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class PassHandlerSpecs : CommandHandlerSpecBase
{
    private static readonly FtpPath Base = FtpPath.Parse("/tenants/demo");

    private readonly MemoryStorage _storage = new();

    public PassHandlerSpecs() => Options = Options with { Storage = _storage };

    [Fact]
    public async Task PassHandler_should_reply_230_and_log_in_with_the_right_password()
    {
        var users = With(new FtpUser { Name = "demo" });
        Remote = new(IPAddress.Parse("192.0.2.7"), 40000);
        var (reply, state) = await Step("PASS secret", Named("demo"));
        Assert.Equal(new(230, "demo logged in."), reply);
        Assert.Equal("demo", state.User?.Name);
        Assert.Null(state.PendingUser);
        Assert.Same(_storage, state.Storage);
        Assert.Equal(FtpPath.Root, state.WorkingDirectory);
        Assert.Equal(IPAddress.Parse("192.0.2.7"), users.Checked?.Peer);
    }

    [Fact]
    public async Task PassHandler_should_take_no_argument_for_an_empty_password()
    {
        var users = With(new FtpUser { Name = "ftp", IsAnonymous = true });
        Assert.Equal(new(230, "Anonymous access granted."), await Reply("PASS", Named("ftp")));
        Assert.True(users.Checked?.Password.IsEmpty);
    }

    [Fact]
    public async Task PassHandler_should_make_the_base_of_the_user_and_the_directories_above_it()
    {
        With(new FtpUser { Name = "demo", Base = Base });
        var (reply, state) = await Step("PASS secret", Named("demo"));
        Assert.Equal(230, reply.Code);
        Assert.True((await _storage.Stat(Base, default)).IsDirectory);
        await state.Storage!.MakeDirectory(FtpPath.Parse("/inside"), default);
        Assert.True((await _storage.Stat(Base.Child("inside"), default)).IsDirectory);
    }

    [Fact]
    public async Task PassHandler_should_start_in_the_home_directory()
    {
        await _storage.MakeDirectory(FtpPath.Parse("/home"), default);
        With(new FtpUser { Name = "demo", Home = FtpPath.Parse("/home") });
        var (_, state) = await Step("PASS secret", Named("demo"));
        Assert.Equal(FtpPath.Parse("/home"), state.WorkingDirectory);
    }

    [Fact]
    public async Task PassHandler_should_start_in_the_root_when_the_home_directory_is_missing()
    {
        With(new FtpUser { Name = "demo", Home = FtpPath.Parse("/gone/away") });
        var (reply, state) = await Step("PASS secret", Named("demo"));
        Assert.Equal(230, reply.Code);
        Assert.Equal(FtpPath.Root, state.WorkingDirectory);
    }

    [Fact]
    public async Task PassHandler_should_reply_230_when_logged_in_already()
    {
        var before = LoggedInOn(_storage);
        var (reply, state) = await Step("PASS whatever", before);
        Assert.Equal(230, reply.Code);
        Assert.Equal(before, state);
    }

    [Fact]
    public async Task PassHandler_should_reply_530_in_the_same_words_to_a_wrong_password_and_an_unknown_name()
    {
        With(new FtpUser { Name = "demo" });
        var wrong = await Run("PASS wrong", Named("demo"));
        Remote = new(IPAddress.Parse("192.0.2.7"), 40000);
        var unknown = await Run("PASS secret", Named("nobody"));
        Assert.Equal(new FtpReply(530, "Login incorrect."), wrong.Reply);
        Assert.Equal(wrong.Reply, unknown.Reply);
        Assert.Equal(wrong.Delay, unknown.Delay);
    }

    [Fact]
    public async Task PassHandler_should_reply_530_when_the_directory_does_not_know_an_accepted_user()
    {
        Options = Options with { Authenticator = new KnownUsers(new FtpUser { Name = "demo" }), Users = new KnownUsers() };
        Assert.Equal(new FtpReply(530, "Login incorrect."), await Reply("PASS secret", Named("demo")));
    }

    [Fact]
    public async Task PassHandler_should_count_failures_and_forget_the_name()
    {
        With();
        var (_, state) = await Step("PASS wrong", Named("demo") with { LoginFailures = 1 });
        Assert.Equal(2, state.LoginFailures);
        Assert.Null(state.PendingUser);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 16)]
    [InlineData(5, 30)]
    [InlineData(1_000_000, 30)]
    public async Task PassHandler_should_double_the_delay_with_each_failure(int failures, int seconds)
    {
        With();
        Options = Options with { Limits = new() { MaxLoginFailures = int.MaxValue, LoginFailureDelay = TimeSpan.FromSeconds(1) } };
        var outcome = await Run("PASS wrong", Named("demo") with { LoginFailures = failures });
        Assert.Equal(TimeSpan.FromSeconds(seconds), outcome.Delay);
    }

    [Fact]
    public async Task PassHandler_should_not_take_whoever_connects_anew_for_a_newcomer()
    {
        With(new FtpUser { Name = "demo" });
        Assert.Equal(TimeSpan.FromSeconds(1), (await Run("PASS wrong", Named("demo"))).Delay);
        Assert.Equal(TimeSpan.FromSeconds(2), (await Run("PASS wrong", Named("demo"))).Delay);
        Assert.Equal(230, (await Reply("PASS secret", Named("demo"))).Code);
        Assert.Equal(TimeSpan.FromSeconds(4), (await Run("PASS wrong", Named("demo"))).Delay);
        Remote = new(IPAddress.Parse("192.0.2.7"), 40000);
        Assert.Equal(TimeSpan.FromSeconds(1), (await Run("PASS wrong", Named("demo"))).Delay);
    }

    [Fact]
    public async Task PassHandler_should_treat_a_busy_authenticator_as_a_failed_login()
    {
        Options = Options with { Authenticator = new KnownUsers { Failure = new AuthenticatorBusyException("full") } };
        var outcome = await Run("PASS secret", Named("demo"));
        Assert.Equal(new FtpReply(530, "Login not possible now, try again later."), outcome.Reply);
        Assert.Equal(Options.Limits.LoginFailureDelay, outcome.Delay);
        var (reply, state) = await Step("PASS secret", Named("demo") with { LoginFailures = 2 });
        Assert.Equal(421, reply.Code);
        Assert.Equal(SessionState.Initial with { LoginFailures = 3 }, state);
    }

    [Fact]
    public async Task PassHandler_should_reply_421_and_end_the_connection_at_the_last_failure()
    {
        With();
        Options = Options with { Limits = new() { MaxLoginFailures = 3 } };
        var outcome = await Run("PASS wrong", Named("demo") with { LoginFailures = 2 });
        Assert.Equal(421, outcome.Reply?.Code);
        Assert.True(outcome.Closes);
        Assert.False((await Run("PASS wrong", Named("demo") with { LoginFailures = 1 })).Closes);
    }

    [Fact]
    public async Task PassHandler_should_reply_503_without_USER() => Assert.Equal(503, (await Reply("PASS secret")).Code);

    [Fact]
    public async Task PassHandler_should_fail_unexpectedly_when_the_authenticator_does()
    {
        var failure = new IOException("the directory service is down");
        Options = Options with { Authenticator = new KnownUsers { Failure = failure } };
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Run("PASS secret", Named("demo")));
        Assert.Same(failure, thrown.InnerException);
    }

    [Fact]
    public async Task PassHandler_should_fail_unexpectedly_when_the_base_cannot_be_made()
    {
        await using (var file = await _storage.OpenWrite(FtpPath.Parse("/tenants"), WriteMode.Create, 0, default))
            await file.Commit(default);
        With(new FtpUser { Name = "demo", Base = Base });
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Run("PASS secret", Named("demo")));
        Assert.IsType<StorageException>(thrown.InnerException?.InnerException);
    }

    private static SessionState Named(string name) => SessionState.Initial with { PendingUser = name };

    private KnownUsers With(params FtpUser[] users)
    {
        var known = new KnownUsers(users);
        Options = Options with { Authenticator = known, Users = known };
        return known;
    }
}
