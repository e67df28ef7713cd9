using System.Threading.Channels;
using FtpActors.Core.Auth;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A user directory that wants to hear when its users leave.</summary>
public sealed class SessionLogOutSpecs : SessionSpecBase
{
    private readonly NoticedUsers _users = new();

    public SessionLogOutSpecs() => Options = Options with { Users = _users };

    [Fact]
    public async Task Session_should_notice_the_log_out_when_another_user_is_named()
    {
        await Open();
        await LogIn();
        await Run("SLOW", new UserNamed("other"));
        Assert.Equal("demo", await _users.Left.ReadAsync());
    }

    [Fact]
    public async Task Session_should_notice_the_log_out_when_another_user_logs_in_by_name_alone()
    {
        await Open();
        await LogIn();
        await Client.Send("SLOW");
        await Answer("SLOW", LoggedInAs("other").WithFirst(new UserNamed("other")));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Claim>(claim => Assert.Equal("other", claim.User));
        UserSlots.Reply(new UserSlotsProtocol.Taken());
        await Client.Expect(230);
        Assert.Equal("demo", await _users.Left.ReadAsync());
        Assert.Equal("other", (await Run("SLOW")).State.User?.Name);
    }

    [Fact]
    public async Task Session_should_notice_the_log_out_when_it_is_reinitialised()
    {
        await Open();
        await LogIn();
        await Run("SLOW", new Reinitialised());
        Assert.Equal("demo", await _users.Left.ReadAsync());
    }

    [Fact]
    public async Task Session_should_notice_the_log_out_once_when_it_ends_and_not_that_of_nobody()
    {
        await Open();
        await LogIn();
        await Run("SLOW", new Reinitialised());
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Release>();
        await LogIn();
        await Client.Send("QUIT");
        await Answer("QUIT", Outcome.Close(new(221, "Bye.")));
        await ExpectEnded();
        Assert.Equal(["demo", "demo"], [await _users.Left.ReadAsync(), await _users.Left.ReadAsync()]);
        Assert.False(_users.Left.TryRead(out _));
    }

    [Fact]
    public async Task Session_should_notice_the_log_out_when_the_connection_is_lost()
    {
        await Open();
        await LogIn();
        Client.Dispose();
        await ExpectEnded();
        Assert.Equal("demo", await _users.Left.ReadAsync());
    }

    [Fact]
    public async Task Session_should_log_a_notice_that_fails_and_go_on()
    {
        Options = Options with { Users = new NoticedUsers { Failure = new InvalidOperationException("deaf") } };
        await Open();
        await LogIn();
        await EventFilter.Exception<InvalidOperationException>("deaf").ExpectOneAsync(() => Run("SLOW", new Reinitialised()));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Release>();
        await LogIn();
    }

    private sealed class NoticedUsers : IUserDirectory, ILogOutNotice
    {
        private readonly Channel<string> _left = Channel.CreateUnbounded<string>();

        public ChannelReader<string> Left => _left.Reader;

        public Exception? Failure { get; init; }

        public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult<FtpUser?>(null);

        public void LoggedOut(FtpUser user)
        {
            if (Failure is not null)
                throw Failure;
            _left.Writer.TryWrite(user.Name);
        }
    }
}
