using FtpActors.Core.Wire;

namespace FtpActors.Client.Tests.Connections;

public class EncodingSpecs : ClientSpecBase
{
    [Fact]
    public async Task Names_should_go_and_come_in_the_code_page_where_the_server_has_no_UTF8()
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login("211 None.");
            await session.Answer("PWD", "257 \"/größe\"");
            await session.Answer("DELE ä", "250 Gone.");
            await session.ReadLine();
        });
        await using var client = await Connect(server, options => options with { FallbackCodePage = CodePageOf("iso-8859-1") });
        Assert.Equal("/größe", await client.CurrentDirectory());
        await client.RemoveFile("ä");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Names_should_go_in_UTF8_where_the_server_has_it_or_nothing_else_is_told(bool isOffered)
    {
        await using var server = ScriptedServer.Start(async session =>
        {
            await session.Login(isOffered ? "211-Features:\r\n UTF8\r\n211 End." : "211 None.");
            if (isOffered)
                await session.Answer("OPTS UTF8 ON", "200 Always.");
            await session.Answer("DELE \u00c3\u00a4", "250 Gone.");
            await session.ReadLine();
        });
        await using var client = await Connect(server, options => options with { FallbackCodePage = isOffered ? CodePageOf("iso-8859-1") : null });
        await client.RemoveFile("ä");
    }

    private static CodePage CodePageOf(string name) => CodePage.TryFind(name, out var codePage) ? codePage : throw new InvalidOperationException(name);
}
