using FtpActors.Client.Listings;

namespace FtpActors.Client.Tests.Listings;

public class FactsParserSpecs
{
    [Fact]
    public void Facts_should_be_read_whatever_their_case()
    {
        const string Line = "Type=file;SIZE=1024;modify=20240229120000.123;UNIX.mode=0644;unix.ownername=joe;X.own=a=b; a; b.txt";
        Assert.Equal(ListingLine.Entry, FactsParser.Read(Line, out var entry));
        Assert.Equal(("a; b.txt", FtpListEntryKind.File, 1024L, "joe"), (entry!.Name, entry.Kind, entry.Size, entry.Owner));
        Assert.Equal(new DateTime(2024, 2, 29, 12, 0, 0, 123, DateTimeKind.Utc), entry.Modified);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, entry.Mode);
        Assert.Equal("a=b", entry.Facts["x.OWN"]);
    }

    [Theory]
    [InlineData("type=dir; d", FtpListEntryKind.Directory)]
    [InlineData("type=OS.unix=slink:/x; l", FtpListEntryKind.Link)]
    [InlineData("type=OS.unix=symlink; l", FtpListEntryKind.Link)]
    [InlineData("type=OS.unix=special; s", FtpListEntryKind.Other)]
    [InlineData(" only a name", FtpListEntryKind.File)]
    public void Types_should_be_told_apart(string line, FtpListEntryKind kind)
    {
        FactsParser.Read(line, out var entry);
        Assert.Equal(kind, entry!.Kind);
    }

    [Fact]
    public void An_entry_with_facts_without_end_should_be_none()
    {
        static string Line(int facts) => string.Concat(Enumerable.Range(0, facts).Select(number => $"x.{number}=;")) + " a";
        Assert.Equal(ListingLine.Entry, FactsParser.Read(Line(32), out _));
        Assert.Equal(ListingLine.Unknown, FactsParser.Read(Line(33), out _));
    }

    [Theory]
    [InlineData("type=cdir; .", ListingLine.Noise)]
    [InlineData("type=pdir; ..", ListingLine.Noise)]
    [InlineData("no facts", ListingLine.Unknown)]
    [InlineData("fact; name", ListingLine.Unknown)]
    public void What_is_no_entry_should_be_none(string line, ListingLine expected)
    {
        Assert.Equal(expected, FactsParser.Read(line, out var entry));
        Assert.Null(entry);
    }
}
