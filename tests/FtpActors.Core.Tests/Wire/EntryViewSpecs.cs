using System.Buffers;
using System.Text;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;
using FtpActors.Core.Tests.Flows;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

/// <summary>Lines of what a directory has, without entries.</summary>
[Collection(BufferCountCollection.Name)]
public sealed class EntryViewSpecs : IDisposable
{
    private const int Enough = 64 * 1024;

    private static readonly DateTime Now = new(2025, 6, 15, 12, 0, 0, DateTimeKind.Utc);

    private readonly LinesBuffer _lines = new(Enough);

    public static TheoryData<string, FtpEntryKind> Named()
    {
        var data = new TheoryData<string, FtpEntryKind>();
        foreach (var kind in Enum.GetValues<FtpEntryKind>())
        {
            foreach (var name in new[] { "a.txt", "two words.tar.gz", "f\r\ng\nh", "日本.pdf", "é" + new string('\u20ac', 84) })
                data.Add(name, kind);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Named))]
    public void A_name_in_UTF8_should_be_written_as_the_one_of_an_entry(string name, FtpEntryKind kind)
    {
        var facts = Facts(kind);
        var utf8 = Encoding.UTF8.GetBytes(name);
        var entry = new EntryView(utf8, facts, accounts: null).ToEntry();
        Assert.Equal((name, kind, facts.Size, facts.Mode, facts.Created), (entry.Name, entry.Kind, entry.Size, entry.Mode, entry.Created));
        var rights = FtpRights.ReadWrite;
        var plain = new ArrayBufferWriter<byte>();

        UnixListing.WriteLine(new EntryView(utf8, facts, null), Now, _lines);
        UnixListing.WriteLine(entry, Now, plain);
        DosListing.WriteLine(new EntryView(utf8, facts, null), _lines);
        DosListing.WriteLine(entry, plain);
        FactsListing.WriteLine(new EntryView(utf8, facts, null), FactSet.All, rights, _lines);
        FactsListing.WriteLine(entry, FactSet.All, rights, plain);
        NameListing.WriteLine("", new EntryView(utf8, facts, null), _lines);
        NameListing.WriteLine(name, plain);
        Assert.Equal(Encoding.UTF8.GetString(plain.WrittenSpan), Encoding.UTF8.GetString(_lines.WrittenAfter(0)));
    }

    [Fact]
    public void A_prefix_should_stand_before_the_name()
    {
        NameListing.WriteLine("dir/\u20ac/", new EntryView("a\n"u8, Facts(FtpEntryKind.File), null), _lines);
        Assert.Equal("dir/\u20ac/a?\r\n", Encoding.UTF8.GetString(_lines.WrittenAfter(0)));
    }

    [Fact]
    public void Nothing_should_be_allocated_for_a_line()
    {
        Write();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Write();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write()
        {
            _lines.CutTo(0);
            UnixListing.WriteLine(new EntryView("a.txt"u8, Facts(FtpEntryKind.File), null), Now, _lines);
            FactsListing.WriteLine(new EntryView("a.txt"u8, Facts(FtpEntryKind.File), null), FactSet.Default, FtpRights.ReadWrite, _lines);
        }
    }

    [Fact]
    public void It_should_know_the_entry_it_was_made_of()
    {
        var entry = new FtpEntry { Name = "d", Kind = FtpEntryKind.Directory, Size = 7, Modified = Now, Unique = "u", Owner = "ada", Group = "staff" };
        var view = new EntryView(entry);
        Assert.True(view.IsOf(entry));
        Assert.False(view.IsOf(entry with { }));
        Assert.False(view.IsOf(null));
        Assert.Same(entry, view.ToEntry());
        Assert.Equal(("d", 7L, "u", "ada", "staff"), (view.Name, view.Size, view.UniqueText, view.Owner, view.Group));
    }

    public void Dispose() => _lines.Dispose();

    private static DiskFacts Facts(FtpEntryKind kind) => new(
        kind,
        IsLink: false,
        kind == FtpEntryKind.File ? 5_000_000_000 : 0,
        Now.AddDays(-3),
        (UnixFileMode)0b111_110_100_001,
        (0xfd01, 17),
        Now.AddYears(-3),
        1000,
        uint.MaxValue);
}
