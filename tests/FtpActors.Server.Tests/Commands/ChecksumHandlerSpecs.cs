using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public class ChecksumHandlerSpecs : FileVerbSpecBase
{
    public static TheoryData<string> Verbs => [.. "XCRC XMD5 XSHA XSHA1 XSHA256 XSHA512".Split(' ')];

    [Theory]
    [InlineData("XCRC", "352441c2")]
    [InlineData("XMD5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("XSHA", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("XSHA1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("XSHA256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(
        "XSHA512",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public async Task ChecksumHandler_should_reply_250_with_the_hash(string verb, string hash)
    {
        await Put("/a", "abc");
        Assert.Equal(new(250, hash), await Reply($"{verb} a", Ready));
        await Put("/b", "zabcz");
        Assert.Equal(new(250, hash), await Reply($"{verb} b 1 4", Ready));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData("XMD5 a 0 3", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("XMD5 \"a\" 3", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("XMD5 a 0 1000", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("XMD5 a 3 3", "d41d8cd98f00b204e9800998ecf8427e")]
    public async Task ChecksumHandler_should_reply_250_with_the_hash_of_a_range(string line, string hash)
    {
        await Put("/a", "abc");
        Assert.Equal(new(250, hash), await Reply(line, Ready));
    }

    [Theory]
    [InlineData("XMD5 a")]
    [InlineData("XMD5 a 1 4")]
    public async Task ChecksumHandler_should_hash_the_range_of_RANG_where_it_is_given_none(string line)
    {
        await Put("/a", "zabcz");
        var (start, end) = line == "XMD5 a" ? (1, 3) : (0, 0);
        Assert.Equal(new(250, "900150983cd24fb0d6963f7d28e17f72"), await Reply(line, Ready with { RestartAt = start, RangeEnd = end }));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task ChecksumHandler_should_reply_501_without_a_path_or_to_a_range_that_ends_before_it_starts(string verb)
    {
        await Put("/a", "abc");
        Assert.Equal(501, (await Reply(verb, Ready)).Code);
        Assert.Equal(501, (await Reply($"{verb} a 2 1", Ready)).Code);
    }

    [Fact]
    public async Task ChecksumHandler_should_reply_450_when_the_file_is_busy()
    {
        await Put("/a", "abc");
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("XCRC a", Ready)).Code);
    }

    [Theory]
    [InlineData("XCRC missing")]
    [InlineData("XCRC /")]
    public async Task ChecksumHandler_should_reply_550_to_what_is_no_file(string line) => Assert.Equal(550, (await Reply(line, Ready)).Code);

    [Fact]
    public async Task ChecksumHandler_should_reply_550_when_the_file_may_not_be_read()
    {
        await Put("/a", "abc");
        Assert.Equal(550, (await Reply("XCRC a 0 1", As(AllBut(FtpRights.Read)))).Code);
    }

    [Fact]
    public async Task ChecksumHandler_should_reply_554_when_the_range_starts_past_the_end()
    {
        await Put("/a", "abc");
        Assert.Equal(554, (await Reply("XCRC a 4 5", Ready)).Code);
    }

    [Theory]
    [InlineData("a.txt", "a.txt", 0, null)]
    [InlineData("a b.txt 5", "a b.txt", 0, 5L)]
    [InlineData("a b.txt 5 10", "a b.txt", 5, 10L)]
    [InlineData("a 1 2 3", "a 1", 2, 3L)]
    [InlineData("2024", "2024", 0, null)]
    [InlineData("\"report 2024\"", "report 2024", 0, null)]
    [InlineData("\"report 2024\" 0 42575", "report 2024", 0, 42575L)]
    [InlineData("\"a\"\"b\" 7", "a\"b", 0, 7L)]
    [InlineData("\"a\", 1, 2", "a", 1, 2L)]
    [InlineData("a -1", "a -1", 0, null)]
    [InlineData("\"a\" x", "\"a\" x", 0, null)]
    [InlineData("\"", "\"", 0, null)]
    [InlineData(" ", "", 0, null)]
    public void ChecksumArgument_should_tell_the_path_from_the_range(string text, string path, long start, long? end) =>
        Assert.Equal(new ChecksumArgument(path, start, end), ChecksumArgument.Parse(text));
}
