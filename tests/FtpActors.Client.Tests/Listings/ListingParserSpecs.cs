using System.Globalization;
using FsCheck.Xunit;
using FtpActors.Client.Listings;

namespace FtpActors.Client.Tests.Listings;

public class ListingParserSpecs
{
    private static readonly DateTime Now = new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("-rw-r--r--   1 ftp      ftp          4096 Jan 02 03:04 a b.txt", "a b.txt", FtpListEntryKind.File, 4096L, "2025-01-02 03:04", "ftp", "ftp")]
    [InlineData("drwxr-xr-x 2 root wheel 512 Dec 31  2019 d", "d", FtpListEntryKind.Directory, 512L, "2019-12-31 00:00", "root", "wheel")]
    [InlineData("-rw-r--r-- 1 u g 1 Feb 29 10:00 leap", "leap", FtpListEntryKind.File, 1L, "2024-02-29 10:00", "u", "g")]
    [InlineData("-rw-r--r-- 1 u g 1 Mar 02 11:59 tomorrow", "tomorrow", FtpListEntryKind.File, 1L, "2025-03-02 11:59", "u", "g")]
    [InlineData("-rw-r--r-- 1 u g 1 Mar 02 12:01 lastyear", "lastyear", FtpListEntryKind.File, 1L, "2024-03-02 12:01", "u", "g")]
    [InlineData("-rw-r--r-- 1 u g 1 Dec 31 23:59 december", "december", FtpListEntryKind.File, 1L, "2024-12-31 23:59", "u", "g")]
    [InlineData("-rw-rw-r--+ 1 u domain users 7 2021-05-06 07:08 iso", "iso", FtpListEntryKind.File, 7L, "2021-05-06 07:08", "u", "domain users")]
    [InlineData("-rw-rw-r-- 1 u g 7 2021-05-06 07:08:09.123456789 +0000 full iso", "full iso", FtpListEntryKind.File, 7L, "2021-05-06 07:08", "u", "g")]
    [InlineData("-rw-r--r-- 1 u g 5  1 Feb 2020 day first", "day first", FtpListEntryKind.File, 5L, "2020-02-01 00:00", "u", "g")]
    [InlineData("-rw-r--r-- 1 owner 5 Feb 1 2020 no group", "no group", FtpListEntryKind.File, 5L, "2020-02-01 00:00", "owner", null)]
    [InlineData("-rw-r--r-- 1 u g 5 Feb 1 2020  leading space", " leading space", FtpListEntryKind.File, 5L, "2020-02-01 00:00", "u", "g")]
    [InlineData("crw-rw-rw- 1 root root 1, 3 Jan 1 00:00 null", "null", FtpListEntryKind.Other, null, "2025-01-01 00:00", "root", "root")]
    [InlineData("lrwxrwxrwx 1 u g 7 Jan 1 00:00 link -> target", "link", FtpListEntryKind.Link, 7L, "2025-01-01 00:00", "u", "g")]
    public void Unix_lines_should_be_read(string line, string name, FtpListEntryKind kind, long? size, string modified, string owner, string? group)
    {
        var entry = Read(new UnixListingParser(), line);
        Assert.Equal((name, kind, size, Time(modified)), (entry.Name, entry.Kind, entry.Size, entry.Modified));
        Assert.Equal((owner, group), (entry.Owner, entry.Group));
    }

    [Fact]
    public void Unix_details_should_be_read()
    {
        Assert.Equal("target", Read(new UnixListingParser(), "lrwxrwxrwx 1 u g 7 Jan 1 00:00 link -> target").LinkTarget);
        Assert.Equal(
            UnixFileMode.SetUser | UnixFileMode.StickyBit | UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute,
            Read(new UnixListingParser(), "-r-s-----t 1 u g 7 Jan 1 00:00 a").Mode);
        Assert.Equal(ListingLine.Noise, new UnixListingParser().Begin(Context()).Read("total 12", out _));
    }

    [Theory]
    [InlineData("06-15-25  01:05PM       <DIR>          name with space", "name with space", FtpListEntryKind.Directory, null, "2025-06-15 13:05")]
    [InlineData("02-29-2024  12:00AM              1,234 a.txt", "a.txt", FtpListEntryKind.File, 1234L, "2024-02-29 00:00")]
    [InlineData("02-28-99  23:05              12 a", "a", FtpListEntryKind.File, 12L, "1999-02-28 23:05")]
    [InlineData("06-15-25  01:05PM       <JUNCTION>     j [C:\\x]", "j", FtpListEntryKind.Link, null, "2025-06-15 13:05")]
    public void Windows_lines_should_be_read(string line, string name, FtpListEntryKind kind, long? size, string modified)
    {
        var entry = Read(new WindowsListingParser(), line);
        Assert.Equal((name, kind, size, Time(modified)), (entry.Name, entry.Kind, entry.Size, entry.Modified));
    }

    [Fact]
    public void Windows_days_that_never_were_should_not_be_read() =>
        Assert.Equal(ListingLine.Unknown, new WindowsListingParser().Begin(Context()).Read("02-29-2023  12:00AM 1 a", out _));

    [Fact]
    public void VMS_listings_should_be_read_over_wrapped_lines_and_without_old_versions()
    {
        var entries = All(
            "Directory DISK:[USER]",
            "",
            "LOGIN.COM;2   3/6   15-JUN-2024 13:05:11  [STAFF,SMITH]  (RWED,RWED,RE,)",
            "LOGIN.COM;1   2/6   14-JUN-2024 13:05:11  [STAFF,SMITH]  (RWED,RWED,RE,)",
            "A_VERY_LONG_NAME_THAT_TAKES_A_LINE.TXT;1",
            "              1/3   15-JUN-2024 13:05:11  [SMITH]  (RWED,RWED,RE,)",
            "SUB.DIR;1     1     15-JUN-2024 13:05  [STAFF,SMITH]  (RWE,RWE,RE,)",
            "Total of 4 files, 7/18 blocks");
        Assert.Equal(["LOGIN.COM", "A_VERY_LONG_NAME_THAT_TAKES_A_LINE.TXT", "SUB"], entries.Select(entry => entry.Name));
        Assert.Equal((3L * 512, "STAFF", "SMITH", Time("2024-06-15 13:05")), (entries[0].Size, entries[0].Group, entries[0].Owner, entries[0].Modified));
        Assert.True(entries[2].IsDirectory);
    }

    [Fact]
    public void MVS_data_sets_and_members_should_be_read()
    {
        var sets = All(
            "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname",
            "WYOSPT 3390   2024/06/15  1   3  FB      80  8053  PS  A.FILE",
            "WPTA01 3290   2024/03/04  1    3  FB      80  3125  PO  A.LIBRARY",
            "Migrated                                                A.OLD");
        Assert.Equal(
            [("A.FILE", FtpListEntryKind.File), ("A.LIBRARY", FtpListEntryKind.Directory), ("A.OLD", FtpListEntryKind.Other)],
            sets.Select(entry => (entry.Name, entry.Kind)));
        Assert.Equal(Time("2024-06-15 00:00"), sets[0].Modified);
        var members = All(
            " Name     VV.MM   Created       Changed      Size  Init   Mod   Id",
            "MEMBER1  01.03 2024/06/12 2024/06/15 10:02    11     9     0 SMITH");
        Assert.Equal(("MEMBER1", Time("2024-06-15 10:02"), "SMITH"), (members[0].Name, members[0].Modified, members[0].Owner));
    }

    [Fact]
    public void AS400_objects_and_members_should_be_read()
    {
        var entries = All(
            "SMITH          36864 2024-06-15 13:05:11 *DIR       SUB/",
            "SMITH           4096 15.06.24 13:05:11 *STMF      file name.txt",
            "SMITH           4096 06/15/24 13:05:11 *PGM       LIB/PROG.PGM",
            "SMITH                                   *MEM       LIB/FILE.MBR");
        Assert.Equal(["SUB", "file name.txt", "PROG.PGM", "FILE.MBR"], entries.Select(entry => entry.Name));
        Assert.All(entries.Take(3), entry => Assert.Equal(Time("2024-06-15 13:05"), entry.Modified));
        Assert.True(entries[0].IsDirectory);
        Assert.Equal(4096, entries[1].Size);
    }

    [Fact]
    public void Times_should_be_those_of_the_servers_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(5), "east", "east");
        new UnixListingParser().Begin(new ListingContext(Now, zone)).Read("-rw-r--r-- 1 u g 1 Jan 02 03:04 a", out var entry);
        Assert.Equal(Time("2025-01-01 22:04"), entry!.Modified);
    }

    [Property(MaxTest = 2000)]
    public void No_line_should_make_a_parser_throw(string? line, byte parser, byte cut)
    {
        string[] seeds =
        [
            "-rw-r--r--   1 ftp      ftp          4096 Jan 02 03:04 a b.txt", "06-15-25  01:05PM       <DIR>          name", "LOGIN.COM;2   3/6   15-JUN-2024 13:05:11  [A,B]",
            "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname", "SMITH          36864 24/06/15 13:05:11 *DIR       SUB/",
        ];
        var seed = seeds[parser % seeds.Length];
        var at = cut % seed.Length;
        foreach (var one in ListingOptions.DefaultParsers)
        {
            var reading = one.Begin(Context());
            foreach (var text in new[] { line ?? "", seed, seed[..at] + line + seed[at..], seed[..at], seed[at..] })
                Assert.Equal(reading.Read(text, out var entry) == ListingLine.Entry, entry is not null);
        }

        FactsParser.Read("type=file;" + line, out _);
        FactsParser.Read(line ?? "", out _);
    }

    private static FtpListEntry Read(IListingParser parser, string line)
    {
        Assert.Equal(ListingLine.Entry, parser.Begin(Context()).Read(line, out var entry));
        return entry!;
    }

    private static FtpListEntry[] All(params string[] lines)
    {
        var listing = new LinesOfListing(new ListingOptions(), false, Now);
        var entries = lines.Select(listing.Read).OfType<FtpListEntry>().ToArray();
        listing.End();
        return entries;
    }

    private static ListingContext Context() => new(Now, TimeZoneInfo.Utc);

    private static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
