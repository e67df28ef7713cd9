using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class CodePageSpecs
{
    private static readonly string[] Names = ["windows-1252", "windows-1251", "shift_jis", "gb18030", "big5", "euc-kr", "ibm850", "iso-8859-1"];

    [Theory]
    [InlineData("windows-1252", "windows-1252")]
    [InlineData("Windows-1251", "windows-1251")]
    [InlineData("1252", "windows-1252")]
    [InlineData("850", "ibm850")]
    [InlineData("shift_jis", "shift_jis")]
    [InlineData("gb18030", "gb18030")]
    [InlineData("latin1", "iso-8859-1")]
    public void CodePage_should_be_found_by_name_and_number(string nameOrNumber, string name) => Assert.Equal(name, Find(nameOrNumber).Name);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("99999999999")]
    [InlineData("klingon")]
    [InlineData("utf-8")]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("IBM037")]
    [InlineData("iso-2022-jp")]
    [InlineData("hz-gb-2312")]
    public void CodePage_should_not_be_what_moves_ASCII(string nameOrNumber) => Assert.False(CodePage.TryFind(nameOrNumber, out _));

    [Property]
    public void CodePage_should_bring_back_every_name_it_can_express(NonNull<string> text, NonNegativeInt index)
    {
        var codePage = Find(Names[index.Get % Names.Length]);
        var bytes = Written(codePage, text.Get);
        Assert.True(codePage.TryDecode(bytes, out var expressed));
        Assert.Equal(bytes, Written(codePage, expressed));
        Assert.True(expressed == text.Get || expressed.Contains('?', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("windows-1252", "Übergröße €")]
    [InlineData("windows-1251", "Объявляя")]
    [InlineData("shift_jis", "表示ソ十.txt")]
    [InlineData("gb18030", "联通 𠀀 €")]
    [InlineData("big5", "許功蓋")]
    public void CodePage_should_bring_back_its_own_signs(string name, string text)
    {
        Assert.True(Find(name).TryDecode(Written(Find(name), text), out var read));
        Assert.Equal(text, read);
    }

    [Theory]
    [InlineData("windows-1252", "aжb", "a?b")]
    [InlineData("windows-1252", "a😀b", "a??b")]
    [InlineData("shift_jis", "a😀b", "a??b")]
    [InlineData("iso-8859-1", "a😀€b", "a???b")]
    public void CodePage_should_write_a_question_mark_for_what_it_lacks(string name, string text, string written) =>
        Assert.Equal(written, Encoding.ASCII.GetString(Written(Find(name), text)));

    [Fact]
    public void CodePage_should_not_write_look_alikes() => Assert.Equal("?", Encoding.ASCII.GetString(Written(Find("windows-1252"), "Ā")));

    [Fact]
    public void CodePage_should_not_read_what_is_broken() => Assert.False(Find("shift_jis").TryDecode([0x41, 0x81], out _));

    [Fact]
    public void CodePage_should_be_equal_however_it_was_found() => Assert.Equal(Find("1252"), Find("windows-1252"));

    [Property]
    public void Replies_and_commands_should_carry_a_name_both_ways(NonNull<string> text, NonNegativeInt index)
    {
        var codePage = Find(Names[index.Get % Names.Length]);
        codePage.TryDecode(Written(codePage, new string([.. text.Get.Where(c => c is not ('\r' or '\n' or '\0'))])), out var name);
        var output = new ArrayBufferWriter<byte>();
        ReplyCodec.Write(new FtpReply(257, name + "."), codePage, output);

        ReadOnlySpan<byte> sent = output.WrittenSpan;
        Assert.True(new CommandFraming(1 << 16, keepsBytes: true).TryRead(ref sent, out var line));
        var command = line.Command;
        if (line.Bytes is not null)
            Assert.Equal(LineFault.None, CommandParser.TryParse(line.Bytes, codePage, out command));
        Assert.Equal(new FtpCommand("257", name + "."), command);
    }

    [Fact]
    public void Replies_should_double_the_byte_255()
    {
        var output = new ArrayBufferWriter<byte>();
        ReplyCodec.Write(new FtpReply(250, "яяa"), Find("windows-1251"), output);
        Assert.Equal([.. "250 "u8, 255, 255, 255, 255, .. "a\r\n"u8], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Framing_should_keep_the_bytes_only_of_lines_that_are_not_ASCII()
    {
        ReadOnlySpan<byte> sent = [.. "PWD\r\nCWD \u00FC\r\nCWD "u8, 0xFC, (byte)'\n'];
        var framing = new CommandFraming(100, keepsBytes: true);

        Assert.True(framing.TryRead(ref sent, out var ascii));
        Assert.True(framing.TryRead(ref sent, out var utf8));
        Assert.True(framing.TryRead(ref sent, out var other));
        Assert.Null(ascii.Bytes);
        Assert.Equal("CWD ü"u8.ToArray(), utf8.Bytes);
        Assert.Equal((LineFault.NotUtf8, 5), (other.Fault, other.Bytes!.Length));
    }

    [Fact]
    public void Parser_should_refuse_what_is_not_in_the_code_page()
    {
        Assert.Equal(LineFault.NotInCodePage, CommandParser.TryParse([.. "CWD "u8, 0x81], Find("shift_jis"), out var command));
        Assert.Null(command);
        Assert.Equal(LineFault.ForbiddenByte, CommandParser.TryParse("CWD a\rb"u8, Find("shift_jis"), out _));
    }

    private static CodePage Find(string nameOrNumber)
    {
        Assert.True(CodePage.TryFind(nameOrNumber, out var codePage), nameOrNumber);
        return codePage;
    }

    private static byte[] Written(CodePage codePage, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        codePage.Write(Encoding.UTF8.GetBytes(text), output);
        return output.WrittenSpan.ToArray();
    }
}
