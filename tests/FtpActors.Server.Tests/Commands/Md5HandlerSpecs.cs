using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public class Md5HandlerSpecs : FileVerbSpecBase
{
    private const string OfAbc = "900150983cd24fb0d6963f7d28e17f72";

    [Theory]
    [InlineData("MD5 a.txt", "/a.txt")]
    [InlineData("MD5 \"a b.txt\"", "\"/a b.txt\"")]
    [InlineData("MD5 a b.txt", "\"/a b.txt\"")]
    public async Task Md5Handler_should_reply_251_with_path_and_hash(string line, string path)
    {
        await Put("/a.txt", "abc");
        await Put("/a b.txt", "abc");
        Assert.Equal(new(251, $"{path} {OfAbc}"), await Reply(line, Ready));
    }

    [Fact]
    public async Task Md5Handler_should_reply_251_with_the_hash_of_a_range()
    {
        await Put("/a", "zabcz");
        Assert.Equal(new(251, $"/a {OfAbc}"), await Reply("MD5 a 1 4", Ready));
    }

    [Fact]
    public async Task Md5Handler_should_reply_450_when_the_file_is_busy()
    {
        await Put("/a", "abc");
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("MD5 a", Ready)).Code);
    }

    [Fact]
    public async Task Md5Handler_should_reply_501_to_a_range_that_ends_before_it_starts() =>
        Assert.Equal(501, (await Reply("MD5 a 2 1", Ready)).Code);

    [Fact]
    public async Task Md5Handler_should_reply_550_when_it_is_missing_or_a_directory_or_may_not_be_read()
    {
        await Put("/a", "abc");
        Assert.Equal(550, (await Reply("MD5 b", Ready)).Code);
        Assert.Equal(550, (await Reply("MD5 /", Ready)).Code);
        Assert.Equal(550, (await Reply("MD5 a", As(AllBut(FtpRights.Read)))).Code);
    }

    [Fact]
    public async Task Md5Handler_should_reply_554_when_the_range_starts_past_the_end()
    {
        await Put("/a", "abc");
        Assert.Equal(554, (await Reply("MD5 a 4 5", Ready)).Code);
    }
}
