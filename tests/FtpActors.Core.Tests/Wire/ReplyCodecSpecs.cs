using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class ReplyCodecSpecs
{
    [Fact]
    public void ReplyCodec_should_write_one_line() => Assert.Equal("220 Grüße.\r\n", Written(new FtpReply(220, "Grüße.")));

    [Fact]
    public void ReplyCodec_should_keep_the_space_before_an_empty_text() => Assert.Equal("200 \r\n", Written(new FtpReply(200, "")));

    [Fact]
    public void ReplyCodec_should_write_first_middle_and_last_line() =>
        Assert.Equal(
            "211-Features:\r\n MDTM\r\n SIZE\r\n 211 no end\r\n \r\n211 End\r\n",
            Written(FtpReply.MultiLine(211, "Features:", ["MDTM", " SIZE", "211 no end", ""], "End")));

    [Fact]
    public void ReplyCodec_should_replace_what_would_break_a_line() =>
        Assert.Equal("550-a??b\r\n ?226 fake\r\n550 c?d\r\n", Written(FtpReply.MultiLine(550, "a\r\nb", ["\n226 fake"], "c\0d")));

    [Theory]
    [InlineData("226", 226, "")]
    [InlineData("226 ", 226, "")]
    [InlineData("226 done ", 226, "done ")]
    [InlineData("631 secret", 631, "secret")]
    public void ReplyReader_should_read_a_line(string line, int code, string text)
    {
        Assert.True(new ReplyReader().TryRead(line, out var reply));
        Assert.Equal(new FtpReply(code, text), reply);
    }

    [Theory]
    [InlineData("")]
    [InlineData("22")]
    [InlineData("hello")]
    [InlineData("0123")]
    [InlineData("2260 x")]
    [InlineData(" 226 x")]
    [InlineData("999 x")]
    public void ReplyReader_should_refuse_a_line_that_begins_no_reply(string line) =>
        Assert.Throws<FormatException>(() => new ReplyReader().TryRead(line, out _));

    [Fact]
    public void ReplyReader_should_tolerate_middle_lines_of_any_form()
    {
        var replies = Read(["230-Hello", "no prefix", "230-prefixed", " 230 indented", "226 other code", "230", "200 next"]);
        Assert.Equal(
            [FtpReply.MultiLine(230, "Hello", ["no prefix", "prefixed", "230 indented", "226 other code"], ""), new FtpReply(200, "next")],
            replies);
    }

    [Fact]
    public void ReplyReader_should_say_when_it_is_inside_a_reply()
    {
        var reader = new ReplyReader();
        Assert.False(reader.IsInsideReply);
        reader.TryRead("211-a", out _);
        Assert.True(reader.IsInsideReply);
        reader.TryRead("211 b", out _);
        Assert.False(reader.IsInsideReply);
    }

    [Property(MaxTest = 300)]
    public void ReplyReader_should_read_back_what_ReplyCodec_wrote(NonNull<string> first, NonNull<string>[] between, NonNull<string> last, byte code)
    {
        // The indent of a line between is not part of its text.
        var middle = between.Select(text => TextOf.Line(text.Get).TrimStart(' ')).ToArray();
        var reply = FtpReply.MultiLine(100 + code, TextOf.Line(first.Get), middle, TextOf.Line(last.Get));
        var single = new FtpReply(reply.Code, reply.Text);
        Assert.Equal([reply, single], Read((Written(reply) + Written(single)).Split("\r\n")[..^1]));
    }

    [Property]
    public void ReplyCodec_should_write_one_CRLF_for_each_line_whatever_the_text(NonNull<string>[] lines, NonNull<string> last)
    {
        var reply = new FtpReply(200, last.Get) { Lines = [.. lines.Select(line => line.Get)] };
        var written = Written(reply);
        Assert.Equal(lines.Length + 1, written.Count(c => c == '\n'));
        Assert.Equal(lines.Length + 1, written.Count(c => c == '\r'));
        Assert.DoesNotContain('\0', written);
        Assert.EndsWith("\r\n", written, StringComparison.Ordinal);
    }

    private static List<FtpReply> Read(IEnumerable<string> lines)
    {
        var reader = new ReplyReader();
        var replies = new List<FtpReply>();
        foreach (var line in lines)
        {
            if (reader.TryRead(line, out var reply))
                replies.Add(reply);
        }

        return replies;
    }

    private static string Written(FtpReply reply)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ReplyCodec.Write(reply, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
