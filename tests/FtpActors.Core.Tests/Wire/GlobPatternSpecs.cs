using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class GlobPatternSpecs
{
    [Theory]
    [InlineData("*", "abc")]
    [InlineData("*", "")]
    [InlineData("*.txt", "a.txt")]
    [InlineData("a*c", "abbc")]
    [InlineData("a**c", "ac")]
    [InlineData("a?c", "abc")]
    [InlineData("a[bc]d", "acd")]
    [InlineData("a[b-d]e", "ace")]
    [InlineData("[!a-c]x", "dx")]
    [InlineData("[^a-c]x", "dx")]
    [InlineData("[]]", "]")]
    [InlineData("[!]]", "a")]
    [InlineData("[a-]", "-")]
    [InlineData("[\\]]", "]")]
    [InlineData("\\*", "*")]
    [InlineData("a\\", "a\\")]
    [InlineData("[a", "[a")]
    [InlineData(".*", ".hidden")]
    [InlineData("\\.h*", ".hidden")]
    [InlineData("*ab*ab", "xabyabab")]
    [InlineData("日*", "日本")]
    public void GlobPattern_should_match(string pattern, string name) => Assert.True(new GlobPattern(pattern).Matches(name));

    [Theory]
    [InlineData("", "a")]
    [InlineData("*.txt", "a.TXT")]
    [InlineData("a?c", "ac")]
    [InlineData("a[b-d]e", "aee")]
    [InlineData("[!a-c]x", "bx")]
    [InlineData("\\*", "a")]
    [InlineData("*", ".hidden")]
    [InlineData("?hidden", ".hidden")]
    [InlineData("[.]hidden", ".hidden")]
    [InlineData("[!a]hidden", ".hidden")]
    [InlineData("*ab*ab", "ab")]
    [InlineData("a*", "ba")]
    public void GlobPattern_should_not_match(string pattern, string name) => Assert.False(new GlobPattern(pattern).Matches(name));

    [Theory]
    [InlineData("a*", true)]
    [InlineData("a?", true)]
    [InlineData("[ab]", true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData("a[1", false)]
    [InlineData("\\*", false)]
    public void GlobPattern_should_know_a_pattern_from_a_name(string text, bool isPattern) =>
        Assert.Equal(isPattern, GlobPattern.IsPattern(text));

    [Fact]
    public void GlobPattern_should_match_nothing_when_it_is_too_long() =>
        Assert.False(new GlobPattern(new string('*', GlobPattern.MaxLength + 1)).Matches("a"));

    [Fact]
    public void GlobPattern_should_take_no_text_for_a_pattern_that_is_too_long() =>
        Assert.False(GlobPattern.IsPattern(new string('a', GlobPattern.MaxLength) + "*"));

    [Fact]
    public void GlobPattern_should_look_for_the_end_of_an_open_bracket_once()
    {
        // Whoever looks again from each bracket on collects half a million members, in megabytes of lists.
        var text = new string('[', GlobPattern.MaxLength);
        Assert.False(GlobPattern.IsPattern(text));
        var before = GC.GetAllocatedBytesForCurrentThread();
        GlobPattern.IsPattern(text);
        Assert.True(new GlobPattern(text).Matches(text));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
    }

    [Fact]
    public void GlobPattern_should_not_try_every_combination_of_stars()
    {
        // 2^85 ways for whoever backtracks over every star.
        var pattern = new GlobPattern(string.Concat(Enumerable.Repeat("*a", 85)) + "*b");
        Assert.False(pattern.Matches(new string('a', 255)));
    }

    [Property(MaxTest = 1000)]
    public void GlobPattern_should_agree_with_a_naive_matcher(byte[] patternPicks, byte[] namePicks)
    {
        var pattern = TextOf.From("ab*?", patternPicks);
        var name = TextOf.From("ab", namePicks);
        Assert.Equal(Naive(pattern, name), new GlobPattern(pattern).Matches(name));
    }

    [Property]
    public void GlobPattern_should_match_a_name_that_is_escaped(NonNull<string> name) =>
        Assert.True(new GlobPattern(string.Concat(name.Get.Select(c => $"\\{c}"))).Matches(name.Get));

    [Property]
    public void GlobPattern_should_never_throw(byte[] picks, NonNull<string> name)
    {
        var text = TextOf.From("a[]!^-\\*?.", picks);
        new GlobPattern(text).Matches(name.Get);
        GlobPattern.IsPattern(text);
    }

    private static bool Naive(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var reachable = new bool[name.Length + 1];
        reachable[0] = true;
        foreach (var p in pattern)
        {
            for (var i = name.Length; i >= 0 && p != '*'; i--)
                reachable[i] = i > 0 && reachable[i - 1] && (p == '?' || p == name[i - 1]);
            for (var i = 1; i <= name.Length && p == '*'; i++)
                reachable[i] |= reachable[i - 1];
        }

        return reachable[name.Length];
    }
}
