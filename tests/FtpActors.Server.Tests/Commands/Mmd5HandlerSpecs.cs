using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public class Mmd5HandlerSpecs : FileVerbSpecBase
{
    private const string OfAbc = "900150983cd24fb0d6963f7d28e17f72";
    private const string OfNothing = "d41d8cd98f00b204e9800998ecf8427e";

    [Fact]
    public async Task Mmd5Handler_should_reply_252_with_every_path_and_hash()
    {
        await Put("/a", "abc");
        await Put("/b c", "");
        await Put("/d,e", "abc");
        Assert.Equal(
            new(252, $"/a {OfAbc}, \"/b c\" {OfNothing}, \"/d,e\" {OfAbc}"),
            await Reply("MMD5 a, /b c,\"d,e\"", Ready));
    }

    [Fact]
    public async Task Mmd5Handler_should_reply_450_when_a_file_is_busy()
    {
        await Put("/a", "abc");
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("MMD5 a", Ready)).Code);
    }

    [Theory]
    [InlineData("MMD5")]
    [InlineData("MMD5 ,")]
    [InlineData("MMD5 \"a")]
    [InlineData("MMD5 \"a\"b")]
    public async Task Mmd5Handler_should_reply_501_without_paths_that_can_be_read(string line) =>
        Assert.Equal(501, (await Reply(line, Ready)).Code);

    [Fact]
    public async Task Mmd5Handler_should_reply_501_to_too_many_paths() =>
        Assert.Equal(501, (await Reply("MMD5 " + string.Join(',', Enumerable.Repeat("a", 101)), Ready)).Code);

    [Fact]
    public async Task Mmd5Handler_should_reply_550_when_one_is_missing_or_may_not_be_read()
    {
        await Put("/a", "abc");
        await MakeDirectory("/closed");
        await Put("/closed/b", "abc");
        Assert.Equal(550, (await Reply("MMD5 a, b", Ready)).Code);
        Assert.Equal(550, (await Reply("MMD5 a, /", Ready)).Code);
        Assert.Equal(550, (await Reply("MMD5 a, closed/b", As(PathRights.ReadWrite.With(At("/closed"), FtpRights.List)))).Code);
    }

    [Fact]
    public async Task Mmd5Handler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("MMD5 a")).Code);

    [Theory]
    [InlineData("a b", " ", "a|b")]
    [InlineData("  a   b ", " ", "a|b")]
    [InlineData("\"a b\" c", " ", "a b|c")]
    [InlineData("\"a\"\"b\"\"\" c", " ", "a\"b\"|c")]
    [InlineData("a b, c", ",", "a b|c")]
    [InlineData("a,,b,", ",", "a|b")]
    [InlineData("\"\"", " ", "")]
    [InlineData("", " ", "")]
    [InlineData("\"a", " ", null)]
    [InlineData("\"a\"b,c", ",", null)]
    public void PathList_should_read_the_paths(string argument, string separators, string? paths) =>
        Assert.Equal(paths, PathList.Parse(argument, separators) is { } read ? string.Join('|', read) : null);

    [Fact]
    public async Task Mmd5Handler_should_reply_504_after_RANG()
    {
        await Put("/a", "abc");
        Assert.Equal(504, (await Reply("MMD5 a", Ready with { RangeEnd = 1 })).Code);
    }
}
