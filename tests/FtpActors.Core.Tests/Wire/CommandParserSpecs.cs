using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class CommandParserSpecs
{
    [Theory]
    [InlineData("NOOP", "NOOP", "")]
    [InlineData("noop  ", "NOOP", "")]
    [InlineData("  cwd a", "CWD", "a")]
    [InlineData("CWD  a", "CWD", " a")]
    [InlineData("CWD a ", "CWD", "a ")]
    [InlineData("SITE CHMOD 755 x y", "SITE", "CHMOD 755 x y")]
    [InlineData("xyzzy é", "XYZZY", "é")]
    [InlineData("averyverylongverb", "AVERYVERYLONGVERB", "")]
    [InlineData("CWD\ta", "CWD\tA", "")]
    [InlineData("dé", "Dé", "")]
    [InlineData("", "", "")]
    [InlineData("   ", "", "")]
    public void CommandParser_should_split_verb_and_argument(string line, string verb, string argument)
    {
        Assert.Equal(new FtpCommand(verb, argument), CommandParser.Parse(line));
        Assert.Equal(LineFault.None, CommandParser.TryParse(Encoding.UTF8.GetBytes(line), out var command));
        Assert.Equal(new FtpCommand(verb, argument), command);
    }

    [Theory]
    [InlineData("CWD a\nb")]
    [InlineData("CWD a\rb")]
    [InlineData("CWD a\0b")]
    public void CommandParser_should_refuse_control_characters_that_end_lines(string line)
    {
        Assert.Throws<ArgumentException>(() => CommandParser.Parse(line));
        Assert.Equal(LineFault.ForbiddenByte, CommandParser.TryParse(Encoding.UTF8.GetBytes(line), out var command));
        Assert.Null(command);
    }

    [Fact]
    public void CommandParser_should_share_the_verb_strings_of_the_standards()
    {
        CommandParser.TryParse("retr a"u8, out var one);
        CommandParser.TryParse("RETR b"u8, out var other);
        Assert.Same(one!.Verb, other!.Verb);
    }

    [Property]
    public void CommandParser_should_give_back_any_argument_as_sent(NonNull<string> text)
    {
        var argument = TextOf.Line(text.Get);
        CommandParser.TryParse(Encoding.UTF8.GetBytes("stor " + argument), out var command);
        Assert.Equal(new FtpCommand("STOR", argument.TrimStart(' ').Length == 0 ? "" : argument), command);
    }

    [Property]
    public void CommandParser_should_read_text_and_bytes_alike(NonNull<string> text)
    {
        var line = TextOf.Line(text.Get);
        CommandParser.TryParse(Encoding.UTF8.GetBytes(line), out var command);
        Assert.Equal(CommandParser.Parse(line), command);
    }

    [Property]
    public void CommandParser_should_never_throw_and_never_let_a_forbidden_character_through(byte[] line)
    {
        var fault = CommandParser.TryParse(line, out var command);
        Assert.Equal(fault != LineFault.None, command is null);
        if (command is not null)
            Assert.DoesNotContain(command.Verb + command.Argument, c => c is '\0' or '\r' or '\n');
    }
}
