using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class CommandFramingSpecs
{
    private const byte Iac = 255;
    private const byte Interrupt = 244;
    private const byte DataMark = 242;
    private const byte Will = 251;
    private const byte Dont = 254;
    private const byte Subnegotiation = 250;
    private const byte SubnegotiationEnd = 240;

    /// <summary>What streams are made of in properties: whole lines, and every byte that means something.</summary>
    private static readonly byte[][] Alphabet =
    [
        .. new byte[] { 0, 10, 13, 32, 65, 97, 195, 169, 240, 242, 244, 250, 251, 254, 255 }.Select(b => new[] { b }),
        "NOOP\r\n"u8.ToArray(), "RETR é\r\n"u8.ToArray(), "\n"u8.ToArray(), "abcdefgh"u8.ToArray(), [Iac, Interrupt], [Iac, Iac],
    ];

    [Theory]
    [InlineData("NOOP\r\n", "NOOP", "")]
    [InlineData("NOOP\n", "NOOP", "")]
    [InlineData("noop\r\n", "NOOP", "")]
    [InlineData("RETR a b \r\n", "RETR", "a b ")]
    [InlineData("STOR Grüße 日本\r\n", "STOR", "Grüße 日本")]
    [InlineData("\r\n", "", "")]
    [InlineData("\n", "", "")]
    public void CommandFraming_should_read_a_line(string sent, string verb, string argument) =>
        Assert.Equal([Command(verb, argument)], Read(Encoding.UTF8.GetBytes(sent)));

    [Fact]
    public void CommandFraming_should_read_every_line_of_one_piece_and_keep_the_unfinished_one()
    {
        var framing = new CommandFraming(100);
        Assert.Equal([Command("USER", "a"), Command("PASS", "b")], Feed(framing, "USER a\r\nPASS b\r\nNO"u8.ToArray()));
        Assert.Equal([Command("NOOP")], Feed(framing, "OP\r\n"u8.ToArray()));
    }

    [Fact]
    public void CommandFraming_should_give_the_same_object_for_a_known_verb_without_argument() =>
        Assert.Same(Read("PASV\r\n"u8.ToArray())[0].Command, Read("pasv\n"u8.ToArray())[0].Command);

    [Fact]
    public void CommandFraming_should_accept_a_line_of_exactly_the_limit()
    {
        var line = new string('x', 20);
        Assert.Equal([Command(line.ToUpperInvariant())], Read(Encoding.ASCII.GetBytes(line + "\r\n"), 20));
        Assert.Equal([Command(line.ToUpperInvariant())], ReadBytewise(Encoding.ASCII.GetBytes(line + "\r\n"), 20));
    }

    [Fact]
    public void CommandFraming_should_report_a_longer_line_once_and_go_on_after_its_end()
    {
        var sent = Encoding.ASCII.GetBytes(new string('x', 21) + "\r\nNOOP\r\n");
        ReceivedLine[] expected = [Fault(LineFault.TooLong), Command("NOOP")];
        Assert.Equal(expected, Read(sent, 20));
        Assert.Equal(expected, ReadBytewise(sent, 20));
    }

    [Fact]
    public void CommandFraming_should_report_a_line_without_end_and_keep_no_more_than_the_limit()
    {
        var framing = new CommandFraming(4096);
        var flood = new byte[10_000];
        flood.AsSpan().Fill((byte)'x');
        Assert.Equal([Fault(LineFault.TooLong)], Feed(framing, flood));
        for (var i = 0; i < 100; i++)
        {
            Assert.Empty(Feed(framing, flood));
            Assert.True(framing.BufferSize <= 4097);
        }

        Assert.Equal([Command("NOOP")], Feed(framing, "\nNOOP\n"u8.ToArray()));
    }

    [Fact]
    public void CommandFraming_should_give_back_the_memory_of_a_long_line()
    {
        var framing = new CommandFraming(4096);
        Feed(framing, Encoding.ASCII.GetBytes(new string('x', 4000)));
        Feed(framing, "\r\n"u8.ToArray());
        Assert.True(framing.BufferSize <= 256);
    }

    [Theory]
    [InlineData(new byte[] { Iac, Interrupt, Iac, DataMark })]
    [InlineData(new byte[] { Iac, Interrupt, DataMark })]
    [InlineData(new byte[] { Iac, Interrupt, Iac })]
    [InlineData(new byte[] { Interrupt, Iac, DataMark })]
    [InlineData(new byte[] { DataMark })]
    [InlineData(new byte[] { Iac, DataMark, DataMark })]
    [InlineData(new byte[] { Iac, Will, 10 })]
    [InlineData(new byte[] { Iac, Will, Iac })]
    [InlineData(new byte[] { Iac, Dont, 1, Iac, Will, 3 })]
    [InlineData(new byte[] { Iac, Subnegotiation, 24, 0, 10, Iac, Iac, 13, Iac, SubnegotiationEnd })]
    public void CommandFraming_should_take_Telnet_out_before_a_verb(byte[] telnet)
    {
        byte[] sent = [.. telnet, .. "ABOR\r\n"u8];
        Assert.Equal([Command("ABOR")], Read(sent));
        Assert.Equal([Command("ABOR")], ReadBytewise(sent));
    }

    [Theory]
    [InlineData(new byte[] { Iac, Interrupt, Iac, DataMark })]
    [InlineData(new byte[] { Iac, Will, 10 })]
    [InlineData(new byte[] { Iac, Subnegotiation, 24, 10, Iac, SubnegotiationEnd })]
    public void CommandFraming_should_take_Telnet_out_of_the_middle_of_a_line(byte[] telnet)
    {
        byte[] sent = [.. "RE"u8, .. telnet, .. "TR a"u8, .. telnet, 13, .. telnet, 10];
        Assert.Equal([Command("RETR", "a")], Read(sent));
        Assert.Equal([Command("RETR", "a")], ReadBytewise(sent));
    }

    [Fact]
    public void CommandFraming_should_yield_an_empty_command_for_a_line_of_Telnet_only() =>
        Assert.Equal([Command("")], Read([Iac, Interrupt, Iac, DataMark, 13, 10]));

    [Fact]
    public void CommandFraming_should_read_IAC_IAC_as_the_byte_255_which_is_not_UTF8() =>
        Assert.Equal([Fault(LineFault.NotUtf8)], Read([.. "RETR "u8, Iac, Iac, 10]));

    [Fact]
    public void CommandFraming_should_keep_the_bytes_242_and_244_inside_a_name() =>
        Assert.Equal([Command("DELE", "\U000810B4\U00100000")], Read(Encoding.UTF8.GetBytes("DELE \U000810B4\U00100000\r\n")));

    [Fact]
    public void CommandFraming_should_not_count_Telnet_as_part_of_a_line()
    {
        byte[] sent = [.. Enumerable.Repeat(new[] { Iac, Will, (byte)1 }, 50).SelectMany(b => b), .. "NOOP\r\n"u8];
        Assert.Equal([Command("NOOP")], Read(sent, 4));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xA9 })]
    public void CommandFraming_should_refuse_what_is_not_well_formed_UTF8(byte[] bytes) =>
        Assert.Equal([Fault(LineFault.NotUtf8), Command("NOOP")], Read([.. "CWD a"u8, .. bytes, .. "\r\nNOOP\r\n"u8]));

    [Theory]
    [InlineData("CWD a\0b\r\n")]
    [InlineData("CWD a\rb\r\n")]
    [InlineData("CWD a\r\r\n")]
    [InlineData("\0NOOP\n")]
    public void CommandFraming_should_refuse_NUL_and_CR_inside_a_line(string sent) =>
        Assert.Equal([Fault(LineFault.ForbiddenByte)], Read(Encoding.ASCII.GetBytes(sent)));

    [Property(MaxTest = 500)]
    public void CommandFraming_should_read_the_same_lines_however_the_bytes_are_split(byte[] picks, PositiveInt[] lengths)
    {
        var sent = Stream(picks);
        var expected = Read(sent, 12);
        Assert.Equal(expected, ReadBytewise(sent, 12));
        Assert.Equal(expected, Pieces(sent, lengths).Aggregate((Framing: new CommandFraming(12), Lines: new List<ReceivedLine>()), (state, piece) =>
        {
            state.Lines.AddRange(Feed(state.Framing, piece));
            return state;
        }).Lines);
    }

    [Property(MaxTest = 300)]
    public void CommandFraming_should_never_hold_more_than_the_limit(byte[] picks, PositiveInt limit)
    {
        var framing = new CommandFraming(limit.Get);
        foreach (var b in Stream(picks))
        {
            Feed(framing, [b]);
            Assert.True(framing.BufferSize <= limit.Get + 1);
        }
    }

    [Property(MaxTest = 300)]
    public void CommandFraming_should_resynchronise_at_a_line_end_outside_subnegotiation(byte[] picks)
    {
        byte[] sent = [.. Stream(picks), Iac, SubnegotiationEnd, Iac, SubnegotiationEnd, 10, 10, .. "NOOP\r\n"u8];
        Assert.Equal(Command("NOOP"), Read(sent, 12)[^1]);
    }

    private static byte[] Stream(byte[] picks) => [.. picks.SelectMany(pick => Alphabet[pick % Alphabet.Length])];

    private static IEnumerable<byte[]> Pieces(byte[] bytes, PositiveInt[] lengths)
    {
        var at = 0;
        foreach (var length in lengths)
        {
            var end = Math.Min(bytes.Length, at + length.Get);
            yield return bytes[at..end];
            at = end;
        }

        yield return bytes[at..];
    }

    private static List<ReceivedLine> Read(byte[] bytes, int limit = 100) => Feed(new CommandFraming(limit), bytes);

    private static List<ReceivedLine> ReadBytewise(byte[] bytes, int limit = 100)
    {
        var framing = new CommandFraming(limit);
        return [.. bytes.SelectMany(b => Feed(framing, [b]))];
    }

    private static List<ReceivedLine> Feed(CommandFraming framing, byte[] bytes)
    {
        var lines = new List<ReceivedLine>();
        ReadOnlySpan<byte> span = bytes;
        while (framing.TryRead(ref span, out var line))
            lines.Add(line);
        Assert.True(span.IsEmpty);
        Assert.All(lines, line => Assert.Equal(line.Command is null, line.Fault != LineFault.None));
        return lines;
    }

    private static ReceivedLine Command(string verb, string argument = "") => new(new FtpCommand(verb, argument), LineFault.None);

    private static ReceivedLine Fault(LineFault fault) => new(null, fault);
}
