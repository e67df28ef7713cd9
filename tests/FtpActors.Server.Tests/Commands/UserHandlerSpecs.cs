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
    public async Task UserHandler_should_reply_331_in_the_same_words_for_an_unknown_name_and_not_look_it_up()
    {
        Assert.Equal(new(331, "Password required for nobody."), await Reply("USER nobody"));
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
    public async Task UserHandler_should_end_the_old_login_and_keep_the_count_of_failures()
    {
        var before = LoggedInOn(new MemoryStorage()) with
        {
            WorkingDirectory = FtpPath.Parse("/a"),
            Type = TransferType.Image,
            LoginFailures = 2,
        };
        var (_, state) = await Step("USER other", before);
        Assert.Equal(SessionState.Initial with { PendingUser = "other", LoginFailures = 2 }, state);
    }
}
