using FtpActors.Core.Wire;
using FtpActors.Server.Languages;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class LangHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("LANG de", "de")]
    [InlineData("LANG DE", "de")]
    [InlineData("LANG de-AT", "de")]
    [InlineData("LANG en-US", "en")]
    public async Task LangHandler_should_reply_200_and_choose_before_login_too(string line, string tag)
    {
        var (reply, state) = await Step(line);
        Assert.Equal(new FtpReply(200, $"The language is {tag}."), reply);
        Assert.Equal(tag, state.Languages.Current.Tag);
    }

    [Fact]
    public async Task LangHandler_should_go_back_to_the_servers_language_without_an_argument()
    {
        var languages = ReplyLanguages.Of(ReplyLanguage.German, ReplyLanguage.English).Choosing(ReplyLanguage.English);
        var (reply, state) = await Step("LANG", SessionState.Initial with { Languages = languages });
        Assert.Equal(200, reply.Code);
        Assert.Same(ReplyLanguage.German, state.Languages.Current);
    }

    [Theory]
    [InlineData("LANG fr", 504)]
    [InlineData("LANG x-de", 504)]
    [InlineData("LANG de_DE", 501)]
    [InlineData("LANG de en", 501)]
    [InlineData("LANG -", 501)]
    public async Task LangHandler_should_keep_the_language_when_it_cannot_choose(string line, int code)
    {
        var german = SessionState.Initial with { Languages = ReplyLanguages.Default.Choosing(ReplyLanguage.German) };
        var (reply, state) = await Step(line, german);
        Assert.Equal(code, reply.Code);
        Assert.Same(ReplyLanguage.German, state.Languages.Current);
    }

    [Fact]
    public async Task The_language_should_outlive_USER_and_end_with_REIN_and_HOST()
    {
        var german = SessionState.Initial with { Languages = ReplyLanguages.Default.Choosing(ReplyLanguage.German) };
        Assert.Same(ReplyLanguage.German, new UserNamed("demo").Apply(german).Languages.Current);
        Assert.Same(ReplyLanguage.English, (await Step("REIN", german)).State.Languages.Current);
        Assert.Same(ReplyLanguage.English, (await Step("HOST localhost", german)).State.Languages.Current);
    }
}
