using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class FactsListingSpecs
{
    private static readonly FtpEntry File = new()
    {
        Name = "a b.txt",
        Kind = FtpEntryKind.File,
        Size = 5_000_000_000,
        Modified = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Mode = (UnixFileMode)0b110_100_000,
        Unique = "fd01g17",
    };

    private static readonly FtpEntry Directory = File with { Name = "d", Kind = FtpEntryKind.Directory, Size = 0, Mode = (UnixFileMode)0b1_111_101_101 };

    private static readonly FtpEntry Owned = File with
    {
        Created = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        UserId = 1000,
        GroupId = uint.MaxValue,
        Owner = "ada; 1",
        Group = "staff",
    };

    [Fact]
    public void FactsListing_should_write_every_fact_of_a_file() =>
        Assert.Equal(
            "type=file;size=5000000000;modify=20250102030405;perm=;unique=fd01g17;UNIX.mode=0640;create=20240102030405;media-type=text/plain;"
                + "UNIX.owner=ada__1;UNIX.group=staff;UNIX.uid=1000;UNIX.gid=4294967295;UNIX.ownername=ada__1;UNIX.groupname=staff; a b.txt",
            FactsListing.Line(Owned, Owned.Name, FactSet.All, FtpRights.None));

    [Fact]
    public void FactsListing_should_write_numbers_where_the_storage_knows_no_names() =>
        Assert.Equal(
            "UNIX.owner=1000;UNIX.group=7; a",
            FactsListing.Line(
                File with { UserId = 1000, GroupId = 7 }, "a", FactSet.Parse("unix.owner;unix.group;unix.ownername;unix.groupname"), FtpRights.None));

    [Fact]
    public void FactsListing_should_have_room_for_every_fact()
    {
        var name = new string('\u20ac', 255);
        Assert.EndsWith(
            $"UNIX.groupname={new string('_', 765)}; {name}",
            FactsListing.Line(Owned with { Owner = name, Group = name, Unique = name, Size = long.MaxValue }, name, FactSet.All, FtpRights.ReadWrite));
    }

    [Theory]
    [InlineData(0, 0, "0g0")]
    [InlineData(0xfd01, 0x17, "fd01g17")]
    [InlineData(ulong.MaxValue, ulong.MaxValue, "ffffffffffffffffgffffffffffffffff")]
    public void FactsListing_should_write_what_makes_a_file_unique_as_the_entry_has_it(ulong device, ulong number, string unique)
    {
        var entry = Owned with { Unique = null, Inode = (device, number) };
        Assert.Equal(unique, entry.Unique);
        Assert.Contains($";unique={unique};", FactsListing.Line(entry, "a", FactSet.All, FtpRights.ReadWrite));
    }

    [Theory]
    [InlineData("a.JPG", "image/jpeg")]
    [InlineData("a.tar.gz", "application/gzip")]
    [InlineData("gz", null)]
    [InlineData("a.", null)]
    [InlineData("a.unheard-of", null)]
    public void MediaTypes_should_go_by_the_ending_of_the_name(string name, string? type) => Assert.Equal(type, MediaTypes.Find(name));

    [Fact]
    public void FactsListing_should_write_a_file() =>
        Assert.Equal(
            "type=file;size=5000000000;modify=20250102030405;perm=adfrw;unique=fd01g17;UNIX.mode=0640; a b.txt\r\n",
            Line(File, FtpRights.ReadWrite));

    [Fact]
    public void FactsListing_should_write_a_directory_without_size() =>
        Assert.Equal(
            "type=dir;modify=20250102030405;perm=cdeflmp;unique=fd01g17;UNIX.mode=1755; d\r\n",
            Line(Directory, FtpRights.ReadWrite));

    [Fact]
    public void FactsListing_should_leave_out_what_the_storage_does_not_know() =>
        Assert.Equal(
            "type=file;size=1;modify=20250102030405;perm=r; a\r\n",
            Line(new FtpEntry { Name = "a", Kind = FtpEntryKind.File, Size = 1, Modified = File.Modified }, FtpRights.ReadOnly));

    [Fact]
    public void FactsListing_should_name_a_type_of_its_own_for_other_entries() =>
        Assert.StartsWith("type=OS.unix=special;modify=20250102030405;perm=df;", Line(File with { Kind = FtpEntryKind.Other }, FtpRights.ReadWrite));

    [Fact]
    public void FactsListing_should_write_the_chosen_facts_only()
    {
        Assert.Equal("size=5000000000; a b.txt", FactsListing.Line(File, "a b.txt", FactSet.Parse("size;"), FtpRights.ReadWrite));
        Assert.Equal(" a b.txt", FactsListing.Line(File, "a b.txt", FactSet.Parse(""), FtpRights.ReadWrite));
    }

    [Fact]
    public void FactsListing_should_write_the_type_and_name_it_is_given()
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactsListing.WriteLine(Directory, "cdir", "/x/d", FactSet.Parse("type"), FtpRights.None, buffer);
        Assert.Equal("type=cdir; /x/d\r\n", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Theory]
    [InlineData(FtpRights.None, "", "")]
    [InlineData(FtpRights.List, "", "el")]
    [InlineData(FtpRights.Read, "r", "")]
    [InlineData(FtpRights.Create, "", "c")]
    [InlineData(FtpRights.Overwrite, "aw", "")]
    [InlineData(FtpRights.Delete, "d", "p")]
    [InlineData(FtpRights.Rename, "f", "f")]
    [InlineData(FtpRights.Directories, "", "dm")]
    public void FactsListing_should_say_what_each_right_permits(FtpRights rights, string file, string directory)
    {
        var perm = FactSet.Parse("perm");
        Assert.Equal($"perm={file}; a", FactsListing.Line(File, "a", perm, rights));
        Assert.Equal($"perm={directory}; a", FactsListing.Line(Directory, "a", perm, rights));
    }

    [Fact]
    public void FactsListing_should_not_let_the_root_be_removed_or_renamed() =>
        Assert.Equal("perm=celmp; /", FactsListing.Line(Directory with { Name = "/" }, "/", FactSet.Parse("perm"), FtpRights.ReadWrite));

    [Fact]
    public void FactsListing_should_replace_what_would_break_the_line()
    {
        var line = FactsListing.Line(File with { Unique = "a;b c\r=é" }, "x\r\ny", FactSet.Parse("unique"), FtpRights.None);
        Assert.Equal("unique=a_b_c?___; x??y", line);
    }

    [Fact]
    public void FactsListing_should_allocate_nothing_but_the_buffer()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        FactsListing.WriteLine(Owned, FactSet.All, FtpRights.ReadWrite, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            FactsListing.WriteLine(Owned, FactSet.All, FtpRights.ReadWrite, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Property]
    public void FactsListing_should_write_lines_that_read_back(
        NonNull<string> text, NonNegativeInt size, DateTime modified, int mode, FtpEntryKind kind, int rights)
    {
        var entry = new FtpEntry
        {
            Name = TextOf.Name(text.Get),
            Kind = kind,
            Size = kind == FtpEntryKind.File ? size.Get * 5L : 0,
            Modified = modified,
            Mode = (UnixFileMode)(mode & 0xFFF),
        };

        var line = Line(entry, (FtpRights)rights & FtpRights.ReadWrite);
        Assert.EndsWith("\r\n", line, StringComparison.Ordinal);
        var space = line.IndexOf("; ", StringComparison.Ordinal) + 1;
        Assert.Equal(entry.Name, line[(space + 1)..^2]);
        var facts = line[..(space - 1)].Split(';').Select(fact => fact.Split('=', 2)).ToDictionary(fact => fact[0], fact => fact[1]);
        Assert.Equal(entry.Kind switch { FtpEntryKind.File => "file", FtpEntryKind.Directory => "dir", _ => "OS.unix=special" }, facts["type"]);
        Assert.Equal(entry.IsFile ? entry.Size.ToString(CultureInfo.InvariantCulture) : null, facts.GetValueOrDefault("size"));
        Assert.True(FtpTime.TryParse(facts["modify"], out var read));
        Assert.Equal(modified.Ticks / TimeSpan.TicksPerSecond, read.Ticks / TimeSpan.TicksPerSecond);
        Assert.Equal(mode & 0xFFF, Convert.ToInt32(facts["UNIX.mode"], 8));
        Assert.Matches(entry.IsDirectory ? "^c?d?e?f?l?m?p?$" : "^a?d?f?r?w?$", facts["perm"]);
    }

    private static string Line(FtpEntry entry, FtpRights rights)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FactsListing.WriteLine(entry, FactSet.Default, rights, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
