using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class FeatHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task FeatHandler_should_reply_211_with_the_features_of_the_verbs_in_order()
    {
        var reply = await Reply("FEAT");
        Assert.Equal(211, reply.Code);
        var features = reply.Lines[1..];
        Assert.All([" CLNT", " EPRT", " EPSV", " LANG EN*;DE", " REST STREAM", " UTF8"], feature => Assert.Contains(feature, features));
        Assert.Equal(features.Order(StringComparer.Ordinal), features);
    }

    [Fact]
    public async Task FeatHandler_should_follow_the_table()
    {
        Options = Options with
        {
            Commands = CommandTable.Empty
                .With(CommandTable.Default.Find("FEAT")!)
                .With(new CommandSpec("XYZ", NoopHandler.Props).Feat(state => $"XYZ {state.RestartAt}")),
        };
        var reply = await Reply("FEAT", SessionState.Initial with { RestartAt = 7 });
        Assert.Equal([" XYZ 7"], reply.Lines.Skip(1));
        Assert.Equal("End.", reply.Text);
    }
}
