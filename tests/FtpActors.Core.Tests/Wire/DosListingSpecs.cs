using System.Buffers;
using System.Text;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class DosListingSpecs
{
    private static readonly FtpEntry File = new()
    {
        Name = "a b.txt",
        Kind = FtpEntryKind.File,
        Size = 1234,
        Modified = new DateTime(2025, 6, 1, 13, 5, 59, DateTimeKind.Utc),
    };

    [Fact]
    public void DosListing_should_write_a_file() => Assert.Equal("06-01-25  01:05PM                 1234 a b.txt\r\n", Line(File));

    [Fact]
    public void DosListing_should_write_a_directory_with_its_name_in_the_same_column() =>
        Assert.Equal("06-01-25  01:05PM       <DIR>          dir\r\n", Line(File with { Name = "dir", Kind = FtpEntryKind.Directory, Size = 0 }));

    [Fact]
    public void DosListing_should_leave_out_what_is_neither() => Assert.Equal("", Line(File with { Kind = FtpEntryKind.Other }));

    [Theory]
    [InlineData(0, "12:30AM")]
    [InlineData(1, "01:30AM")]
    [InlineData(11, "11:30AM")]
    [InlineData(12, "12:30PM")]
    [InlineData(23, "11:30PM")]
    public void DosListing_should_count_hours_to_twelve(int hour, string time) =>
        Assert.StartsWith($"12-31-99  {time} ", Line(File with { Modified = new DateTime(1999, 12, 31, hour, 30, 0, DateTimeKind.Utc) }));

    [Fact]
    public void DosListing_should_write_any_size_and_no_line_ends_of_a_name() =>
        Assert.EndsWith(" 9223372036854775807 a?b\r\n", Line(File with { Size = long.MaxValue, Name = "a\nb" }));

    private static string Line(FtpEntry entry)
    {
        var output = new ArrayBufferWriter<byte>();
        DosListing.WriteLine(entry, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
