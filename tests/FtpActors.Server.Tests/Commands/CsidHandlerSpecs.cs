namespace FtpActors.Server.Tests.Commands;

public sealed class CsidHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("CSID Name=BestClient; Version=1.2.3;", "BestClient 1.2.3")]
    [InlineData("CSID version=1;name=a", "a 1")]
    [InlineData("CSID Name=a b; OS=Linux;", "a b")]
    [InlineData("CSID Name=\u001b[2J;", "?[2J")]
    public async Task CsidHandler_should_reply_200_with_the_servers_name_and_note_the_clients(string line, string client)
    {
        var (reply, state) = await Step(line);
        Assert.Equal(200, reply.Code);
        Assert.Matches("^Name=FtpActors; Version=[0-9][^;]*; DirSep=/;$", reply.Text);
        Assert.Equal(client, state.Client);
    }

    [Theory]
    [InlineData("CSID")]
    [InlineData("CSID BestClient")]
    [InlineData("CSID Name=;")]
    [InlineData("CSID Version=1;")]
    public async Task CsidHandler_should_reply_501_without_a_name(string line)
    {
        var (reply, state) = await Step(line);
        Assert.Equal(501, reply.Code);
        Assert.Null(state.Client);
    }
}
