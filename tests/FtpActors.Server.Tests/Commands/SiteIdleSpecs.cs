using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class SiteIdleSpecs : CommandHandlerSpecBase
{
    private readonly SessionState _state = LoggedInOn(new MemoryStorage());

    public SiteIdleSpecs() => Options = Options with
    {
        Timeouts = Options.Timeouts with { Idle = TimeSpan.FromSeconds(300), MaxIdle = TimeSpan.FromSeconds(7200) },
    };

    [Fact]
    public async Task SiteIdle_should_reply_200_with_the_time_in_force_and_the_longest()
    {
        Assert.Equal(
            new(200, "The session ends after 300 s without a command; at most 7200 s may be chosen."), await Reply("SITE IDLE", _state));
        Assert.Contains("after 5 s", (await Reply("SITE IDLE", _state with { IdleLimit = TimeSpan.FromSeconds(5) })).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7200)]
    public async Task SiteIdle_should_reply_200_and_set_the_time(int seconds)
    {
        var (reply, state) = await Step($"SITE IDLE {seconds}", _state);
        Assert.Equal(200, reply.Code);
        Assert.Equal(TimeSpan.FromSeconds(seconds), state.IdleLimit);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("7201")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("99999999999")]
    public async Task SiteIdle_should_reply_501_to_what_is_no_time_within_the_limit(string argument)
    {
        var (reply, state) = await Step($"SITE IDLE {argument}", _state);
        Assert.Equal(new(501, "Choose seconds from 1 to 7200 s."), reply);
        Assert.Null(state.IdleLimit);
    }

    [Fact]
    public async Task SiteIdle_should_allow_the_servers_own_time_where_it_is_longer_than_the_limit_for_clients()
    {
        Options = Options with { Timeouts = Options.Timeouts with { MaxIdle = TimeSpan.FromSeconds(10) } };
        Assert.Equal(200, (await Reply("SITE IDLE 300", _state)).Code);
        Assert.Equal(501, (await Reply("SITE IDLE 301", _state)).Code);
    }

    [Fact]
    public async Task SiteIdle_should_allow_24_days_where_the_server_has_no_limit()
    {
        Options = Options with { Timeouts = Options.Timeouts with { Idle = Timeout.InfiniteTimeSpan } };
        Assert.Contains("after any time", (await Reply("SITE IDLE", _state)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await Reply("SITE IDLE 2073600", _state)).Code);
        Assert.Equal(501, (await Reply("SITE IDLE 2073601", _state)).Code);
    }
}
