using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage.Disk;

/// <summary>Where the platform or its file system cannot promise not to wait, there are no near files, and nothing to see here.</summary>
[Collection(StorageCollection.Name)]
public sealed class NearFilesSpecs : DiskSpecBase
{
    private readonly DiskTree _tree;

    public NearFilesSpecs() => _tree = DiskTree.Open(Root);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 999)]
    [InlineData(1000, 1000)]
    [InlineData(WholeReader.MostBytes, 0)]
    [InlineData(WholeReader.MostBytes + 5, 5)]
    public async Task A_small_file_in_memory_should_be_read_at_once(int size, int offset)
    {
        Directory.CreateDirectory(OnDisk("käse"));
        File.WriteAllBytes(OnDisk("käse/f"), Bytes(size));
        if (!IsOffered())
            return;
        var before = ReadBudget.Shared.Held;
        var opening = Storage.OpenRead(At("/käse/f"), offset, default);
        Assert.True(opening.IsCompletedSuccessfully);
        await using (var reader = await opening)
        {
            Assert.Equal(size, reader.Size);
            Assert.Equal(Bytes(size)[offset..], await Read(reader));
        }

        Assert.Equal(before, ReadBudget.Shared.Held);
        await NoBufferIsLeft();
    }

    [Fact]
    public void What_is_large_should_not_be_near()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(WholeReader.MostBytes + 1));
        Assert.Null(TryRead("/f"));
    }

    [Fact]
    public void What_only_a_link_leads_to_should_not_be_near()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(1));
        File.WriteAllBytes(Path.Combine(Base, "secret"), Bytes(1));
        File.CreateSymbolicLink(OnDisk("link"), "d/f");
        Directory.CreateSymbolicLink(OnDisk("e"), "d");
        File.CreateSymbolicLink(OnDisk("out"), Path.Combine(Base, "secret"));
        Assert.Null(TryRead("/link"));
        Assert.Null(TryRead("/e/f"));
        Assert.Null(TryRead("/out"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/d")]
    [InlineData("/missing")]
    [InlineData("/d/missing")]
    [InlineData("/f/below")]
    public void What_is_no_file_should_not_be_near(string path)
    {
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("f"), Bytes(1));
        Assert.Null(TryRead(path));
    }

    [Fact]
    public void What_somebody_else_holds_should_not_be_near()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(1));
        using var held = new FileStream(OnDisk("f"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Null(TryRead("/f"));
    }

    [Fact]
    public void What_finds_no_room_should_not_be_near()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(100));
        var budget = new ReadBudget(199);
        Assert.Null(_tree.TryReadNear(At("/f"), 0, budget));
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task A_view_should_have_its_own()
    {
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(10));
        if (!IsOffered())
            return;
        await using var near = _tree.Under(At("/d")).TryReadNear(At("/f"), 0, ReadBudget.Shared);
        Assert.Equal(Bytes(10), await Read(near!));
        Assert.Null(_tree.Under(At("/d")).TryReadNear(At("/d/f"), 0, ReadBudget.Shared));
    }

    [Fact]
    public async Task A_root_that_is_swapped_should_count_as_it_is_now()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(10));
        await using (var first = await Storage.OpenRead(At("/f"), 0, default))
            Assert.Equal(10, first.Size);
        Directory.Move(Root, Root + ".old");
        Directory.CreateDirectory(Root);
        File.WriteAllBytes(OnDisk("f"), Bytes(20));
        await using var second = await Storage.OpenRead(At("/f"), 0, default);
        Assert.Equal(Bytes(20), await Read(second));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/d")]
    [InlineData("/d/f")]
    public async Task What_is_known_of_a_path_should_be_told_at_once(string path)
    {
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(7));
        if (!IsOffered())
            return;
        var asking = Storage.Stat(At(path), default);
        Assert.True(asking.IsCompletedSuccessfully);
        var entry = await asking;
        using var place = _tree.Pin(At(path));
        Assert.Equal(_tree.Entry(place.Facts, At(path).Name), entry);
        Assert.Equal(entry.IsFile ? 7 : 0, entry.Size);
    }

    [Fact]
    public void What_only_a_link_leads_to_should_not_be_told_at_once()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(OnDisk("d"));
        File.WriteAllBytes(OnDisk("d/f"), Bytes(1));
        File.CreateSymbolicLink(OnDisk("link"), "d/f");
        Directory.CreateSymbolicLink(OnDisk("e"), "d");
        string[] paths = ["/link", "/e", "/e/f", "/missing", "/d/f/below"];
        Assert.All(paths, path => Assert.Null(_tree.TryEntryNear(At(path))));
        Assert.All(paths, path => Assert.Null(_tree.TryLocateNear(At(path).Child("below"))));
    }

    private bool IsOffered()
    {
        File.WriteAllBytes(OnDisk("offered"), Bytes(1));
        var reader = TryRead("/offered");
        reader?.TakeWhole()?.Dispose();
        return reader is not null;
    }

    private WholeReader? TryRead(string path) => _tree.TryReadNear(At(path), 0, new ReadBudget(1_000_000));
}
