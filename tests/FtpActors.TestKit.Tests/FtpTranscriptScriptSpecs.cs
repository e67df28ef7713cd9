namespace FtpActors.TestKit.Tests;

public class FtpTranscriptScriptSpecs
{
    [Fact]
    public async Task A_conversation_should_be_played_as_it_is_written()
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Connect();

        await client.Play("""
            > USER demo
            < 331
            > PASS demo
            < 230 demo logged in

            > FEAT
            < 211 MLST
            > QUIT
            < 221
            <
            """);
        Assert.Equal("> PASS ***", client.Conversation[3]);
    }

    [Theory]
    [InlineData("> NOOP\n< 500", "Expected 500 , got 200 OK.")]
    [InlineData("> NOOP\n< 200 Fine", "Expected 200 Fine, got 200 OK.")]
    [InlineData("> QUIT\n< 221\n< 200", "The server closed the connection")]
    [InlineData("> NOOP\n<", "Expected the connection to be closed, got 200 OK.")]
    public async Task Whatever_differs_should_fail(string script, string message)
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();

        var failure = await Assert.ThrowsAsync<FtpTranscriptException>(() => client.Play(script));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NOOP")]
    [InlineData("< OK")]
    [InlineData("< 2000")]
    public async Task A_line_that_is_neither_sent_nor_received_should_be_refused(string line)
    {
        await using var ftp = await DryFtp.StartAsync();
        await using var client = await ftp.Login();

        await Assert.ThrowsAsync<FormatException>(() => client.Play(line));
    }
}
