using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class OptsHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("UTF8 ON")]
    [InlineData("utf8 on")]
    [InlineData("UTF8")]
    [InlineData("UTF-8 ON")]
    public async Task OptsHandler_should_reply_200_to_UTF8(string argument) =>
        Assert.Equal(200, (await Reply($"OPTS {argument}")).Code);

    [Fact]
    public async Task OptsHandler_should_reply_504_to_UTF8_OFF() => Assert.Equal(504, (await Reply("OPTS UTF8 OFF")).Code);

    [Fact]
    public async Task OptsHandler_should_change_to_the_fallback_code_page_and_back()
    {
        Assert.True(CodePage.TryFind("shift_jis", out var fallback));
        Options = Options with { FallbackCodePage = fallback };

        var (off, changed) = await Step("OPTS UTF8 OFF");
        Assert.Equal((200, fallback), (off.Code, changed.CodePage));
        var (on, back) = await Step("OPTS UTF8 ON", changed);
        Assert.Equal((200, (CodePage?)null), (on.Code, back.CodePage));
    }

    [Fact]
    public async Task OptsHandler_should_reply_200_with_the_facts_that_are_chosen()
    {
        var (reply, state) = await Step("OPTS mlst size;type;nonsense;");
        Assert.Equal(new(200, "MLST OPTS Type;Size;"), reply);
        Assert.Same(FactSet.Parse("type;size"), state.Facts);
    }

    [Fact]
    public async Task OptsHandler_should_reply_200_when_no_fact_is_chosen()
    {
        var (reply, state) = await Step("OPTS MLST");
        Assert.Equal(new(200, "MLST OPTS"), reply);
        Assert.Empty(state.Facts.Selected);
    }

    [Theory]
    [InlineData("OPTS HASH SHA-512", "SHA-512", HashKind.Sha512)]
    [InlineData("OPTS hash crc32", "CRC32", HashKind.Crc32)]
    [InlineData("OPTS HASH", "SHA-256", HashKind.Sha256)]
    public async Task OptsHandler_should_reply_200_with_the_hash_that_is_chosen(string line, string name, HashKind kind)
    {
        var (reply, state) = await Step(line);
        Assert.Equal(new(200, name), reply);
        Assert.Equal(kind, state.Hash);
    }

    [Theory]
    [InlineData("MODE Z LEVEL 0", 0)]
    [InlineData("mode z level 9", 9)]
    public async Task OptsHandler_should_reply_200_to_the_level_of_MODE_Z(string argument, int level)
    {
        var (reply, state) = await Step($"OPTS {argument}");
        Assert.Equal(new(200, $"MODE Z LEVEL set to {level}."), reply);
        Assert.Equal(level, state.DeflateLevel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTF8 MAYBE")]
    [InlineData("HASH CRC-37")]
    [InlineData("MODE")]
    [InlineData("MODE Z LEVEL")]
    [InlineData("MODE Z LEVEL 10")]
    [InlineData("MODE Z LEVEL -1")]
    [InlineData("MODE Z METHOD 8")]
    public async Task OptsHandler_should_reply_501_to_anything_else(string argument)
    {
        var (reply, state) = await Step($"OPTS {argument}");
        Assert.Equal(501, reply.Code);
        Assert.Equal(SessionState.Initial, state);
    }
}
