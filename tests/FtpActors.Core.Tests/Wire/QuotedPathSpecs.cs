using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class QuotedPathSpecs
{
    [Theory]
    [InlineData("/", "\"/\"")]
    [InlineData("/a \"b\"", "\"/a \"\"b\"\"\"")]
    public void QuotedPath_should_double_inner_quotes(string path, string quoted) => Assert.Equal(quoted, QuotedPath.Quote(path));

    [Theory]
    [InlineData("\"/a\" is the current directory.", "/a")]
    [InlineData("Directory \"/a\"\"b\" made, not \"c\".", "/a\"b")]
    [InlineData("\"\"", "")]
    public void QuotedPath_should_be_found_in_the_text_of_a_reply(string text, string path)
    {
        Assert.True(QuotedPath.TryUnquote(text, out var read));
        Assert.Equal(path, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a is the current directory")]
    [InlineData("\"/a")]
    [InlineData("\"/a\"\"")]
    public void QuotedPath_should_not_be_found_where_there_is_none(string text) => Assert.False(QuotedPath.TryUnquote(text, out _));

    [Property]
    public void QuotedPath_should_read_back_what_it_wrote(NonNull<string> path)
    {
        Assert.True(QuotedPath.TryUnquote(QuotedPath.Quote(path.Get) + " made.", out var read));
        Assert.Equal(path.Get, read);
    }
}
