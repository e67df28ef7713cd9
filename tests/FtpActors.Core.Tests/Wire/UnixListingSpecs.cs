using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public partial class UnixListingSpecs
{
    private static readonly DateTime Now = new(2025, 6, 15, 12, 0, 0, DateTimeKind.Utc);

    private static readonly FtpEntry File = new()
    {
        Name = "a b.txt",
        Kind = FtpEntryKind.File,
        Size = 1234,
        Modified = new DateTime(2025, 1, 1, 9, 5, 59, DateTimeKind.Utc),
    };

    [Fact]
    public void UnixListing_should_write_a_file() =>
        Assert.Equal("-rw-r--r--   1 ftp      ftp          1234 Jan 01 09:05 a b.txt\r\n", Line(File));

    [Fact]
    public void UnixListing_should_write_a_directory() =>
        Assert.Equal(
            "drwxr-xr-x   1 ftp      ftp             0 Jan 01 09:05 dir\r\n",
            Line(File with { Name = "dir", Kind = FtpEntryKind.Directory, Size = 0 }));

    [Theory]
    [InlineData("ada", "staff", "ada      staff   ")]
    [InlineData("ada", null, "ada      ftp     ")]
    [InlineData("a. lovelace", "nogroup1", "a._lovelace nogroup1")]
    [InlineData("é", "", "__       ftp     ")]
    public void UnixListing_should_show_the_names_of_the_owners_where_they_are_known(string owner, string? group, string columns) =>
        Assert.Equal($"-rw-r--r--   1 {columns}     1234 Jan 01 09:05 a b.txt\r\n", Line(File with { Owner = owner, Group = group }));

    [Fact]
    public void UnixListing_should_mark_other_entries_as_something_nobody_fetches() =>
        Assert.StartsWith("prw-r--r-- ", Line(File with { Kind = FtpEntryKind.Other, Size = 0 }));

    [Theory]
    [InlineData(0x1FF, "-rwxrwxrwx")]
    [InlineData(0, "----------")]
    [InlineData(0x1E9, "-rwxr-x--x")]
    [InlineData(0xFFF, "-rwsrwsrwt")]
    [InlineData(0xE00, "---S--S--T")]
    public void UnixListing_should_write_the_mode_of_the_entry(int mode, string text) =>
        Assert.StartsWith(text + " ", Line(File with { Mode = (UnixFileMode)mode }));

    [Theory]
    [InlineData(5_000_000_000)]
    [InlineData(99_999_999)]
    [InlineData(long.MaxValue)]
    public void UnixListing_should_write_sizes_of_any_width(long size) =>
        Assert.Contains($" {size} Jan", Line(File with { Size = size }));

    [Theory]
    [InlineData("2025-06-15T12:00:00", "Jun 15 12:00")]
    [InlineData("2025-06-16T11:59:00", "Jun 16 11:59")]
    [InlineData("2025-06-16T12:01:00", "Jun 16  2025")]
    [InlineData("2024-12-20T00:00:00", "Dec 20 00:00")]
    [InlineData("2024-12-01T00:00:00", "Dec 01  2024")]
    [InlineData("1999-02-03T04:05:06", "Feb 03  1999")]
    [InlineData("0001-01-01T00:00:00", "Jan 01  0001")]
    public void UnixListing_should_write_time_or_year_by_age(string modified, string date) =>
        Assert.Contains(
            $" {date} a b.txt",
            Line(File with { Modified = DateTime.Parse(modified, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) }));

    [Fact]
    public void UnixListing_should_replace_what_would_break_the_line() =>
        Assert.EndsWith(" a?b?c?\r\n", Line(File with { Name = "a\rb\nc\0" }));

    [Fact]
    public void UnixListing_should_write_names_in_UTF8_whatever_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
        try
        {
            Assert.Equal("-rw-r--r--   1 ftp      ftp          1234 Jan 01 09:05 日本\r\n", Line(File with { Name = "日本" }));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void UnixListing_should_allocate_nothing_but_the_buffer()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        UnixListing.WriteLine(File, Now, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            UnixListing.WriteLine(File, Now, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property]
    public void UnixListing_should_write_the_fields_that_clients_look_for(
        NonNull<string> text, NonNegativeInt size, bool isLarge, DateTime modified, DateTime now, int mode, bool hasMode, FtpEntryKind kind)
    {
        var name = TextOf.Name(text.Get);
        var entry = new FtpEntry
        {
            Name = name,
            Kind = kind,
            Size = size.Get * (isLarge ? 5_000_000_000L : 1),
            Modified = modified,
            Mode = hasMode ? (UnixFileMode)(mode & 0xFFF) : null,
        };

        var match = Fields().Match(Line(entry, now));
        Assert.True(match.Success);
        Assert.Equal(entry.Size, long.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture));
        Assert.Equal(modified.ToString("MMM dd", CultureInfo.InvariantCulture), match.Groups["day"].Value);
        Assert.Equal(
            match.Groups["year"].Value is [' ', ..] ? modified.ToString(" yyyy", CultureInfo.InvariantCulture) : modified.ToString("HH:mm", CultureInfo.InvariantCulture),
            match.Groups["year"].Value);
        Assert.Equal(name, match.Groups["name"].Value);
    }

    [Fact]
    public void NameListing_should_write_a_name_and_CRLF()
    {
        var buffer = new ArrayBufferWriter<byte>();
        NameListing.WriteLine("é b\n", buffer);
        Assert.Equal("é b?\r\n", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string Line(FtpEntry entry, DateTime? now = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        UnixListing.WriteLine(entry, now ?? Now, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    [GeneratedRegex(
        @"\A[-dp]([r-][w-][xsStT-]){3} +\d+ +\w+ +\w+ +(?<size>\d+) (?<day>[A-Z][a-z]{2} \d\d) (?<year>\d\d:\d\d| \d{4}) (?<name>.*)\r\n\z",
        RegexOptions.Singleline)]
    private static partial Regex Fields();
}
