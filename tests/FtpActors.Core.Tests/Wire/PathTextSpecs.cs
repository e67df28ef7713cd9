using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Wire;

/// <summary>What a client sends as a path, and the <see cref="FtpPath"/> it becomes.</summary>
public class PathTextSpecs
{
    private const string Alphabet = "//..ab \\";

    [Theory]
    [InlineData("", "/")]
    [InlineData("/", "/")]
    [InlineData("a", "/a")]
    [InlineData("//a///b/", "/a/b")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("../../..", "/")]
    [InlineData("/../a/../../b", "/b")]
    [InlineData("...", "/...")]
    [InlineData(" ", "/ ")]
    [InlineData("a\\..\\b", "/a\\..\\b")]
    public void Path_should_be_absolute_and_normalised(string text, string value) => Assert.Equal(value, FtpPath.Parse(text).Value);

    [Property(MaxTest = 1000)]
    public void Path_should_never_leave_the_root(byte[] basePicks, byte[] picks)
    {
        var path = FtpPath.Parse(TextOf.From(Alphabet, basePicks)).Resolve(TextOf.From(Alphabet, picks));
        Assert.StartsWith("/", path.Value, StringComparison.Ordinal);
        Assert.All(path.Segments, segment => Assert.False(segment is "" or "." or ".."));
        Assert.Equal("/" + string.Join('/', path.Segments), path.Value);
        Assert.True(path.IsWithin(FtpPath.Root));
    }

    [Property(MaxTest = 1000)]
    public void Path_should_stay_the_same_when_parsed_again(NonNull<string> any, byte[] picks)
    {
        foreach (var text in new[] { any.Get, TextOf.From(Alphabet, picks) })
        {
            var path = FtpPath.Parse(text);
            Assert.Equal(path, FtpPath.Parse(path.Value));
        }
    }

    [Property(MaxTest = 1000)]
    public void Path_should_resolve_step_by_step_as_at_once(byte[] basePicks, byte[] first, byte[] second)
    {
        var start = FtpPath.Parse(TextOf.From(Alphabet, basePicks));
        var (one, two) = (first.Length == 0 ? "." : TextOf.From(Alphabet, first), TextOf.From(Alphabet, second).TrimStart('/'));
        Assert.Equal(start.Resolve(one).Resolve(two), start.Resolve(one + "/" + two));
    }

    [Property(MaxTest = 1000)]
    public void Path_should_resolve_an_absolute_text_from_anywhere_alike(byte[] basePicks, byte[] picks)
    {
        var text = "/" + TextOf.From(Alphabet, picks);
        Assert.Equal(FtpPath.Parse(text), FtpPath.Parse(TextOf.From(Alphabet, basePicks)).Resolve(text));
    }

    [Property(MaxTest = 1000)]
    public void Path_should_come_back_from_a_name_with_its_parent(byte[] picks)
    {
        var path = FtpPath.Parse(TextOf.From(Alphabet, picks));
        Assert.Equal(path.Parent, path.Resolve(".."));
        Assert.Equal(path, path.Resolve("."));
        Assert.Equal(path, path.Resolve(""));
        if (!path.IsRoot)
            Assert.Equal(path, path.Parent.Resolve(path.Name));
    }
}
