using System.Globalization;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage.Disk;

[Collection(StorageCollection.Name)]
public sealed class DiskEntryReaderSpecs : DiskSpecBase
{
    private readonly List<FtpEntry> _taken = [];

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(10_000, false)]
    [InlineData(10_000, true)]
    public async Task Every_entry_should_come_once_however_many_are_taken_at_a_time(int most, bool namesOnly)
    {
        for (var i = 0; i < 1_500; i++)
            File.WriteAllBytes(OnDisk($"a name that is not too short {i}"), Bytes(i % 10));
        await using (var reader = Reader("/", namesOnly))
        {
            var isMore = true;
            while (isMore)
            {
                var left = most;
                isMore = await reader.Read(
                    (in entry) =>
                    {
                        _taken.Add(entry.ToEntry());
                        return --left > 0;
                    },
                    default);
            }
        }

        // Before a stream lists it, too, which closes what it has opened on a thread of its own.
        Assert.Empty(OpenHandles());
        Assert.Equal(NamesOnDisk(), _taken.Select(entry => entry.Name).Order());
        if (namesOnly)
            return;
        Assert.All(_taken, entry => Assert.Equal(int.Parse(entry.Name.Split(' ')[^1], CultureInfo.InvariantCulture) % 10, entry.Size));
        Assert.Equal(await Entries("/"), _taken);
    }

    [Fact]
    public async Task What_follows_many_hidden_names_should_be_found()
    {
        for (var i = 0; i < 1_200; i++)
            File.WriteAllBytes(OnDisk($".in.an upload that was broken off {i}.part"), Bytes(1));
        for (var i = 0; i < 300; i++)
            File.WriteAllBytes(OnDisk($"{i:000}{new string('n', 252)}"), Bytes(2));
        await using var reader = Reader("/");
        while (await reader.Read(Take, default))
        {
        }

        Assert.Equal(300, _taken.Count);
        Assert.All(_taken, entry => Assert.Equal((255, 2), (entry.Name.Length, entry.Size)));
    }

    [Fact]
    public async Task It_should_show_what_a_stream_shows()
    {
        Directory.CreateDirectory(OnDisk("käse"));
        File.WriteAllBytes(OnDisk("käse/f\n"), Bytes(3));
        Directory.CreateDirectory(OnDisk("käse/d"));
        File.WriteAllText(OnDisk("käse/.in.f.part"), "part");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(OnDisk("käse/link"), "d");
            File.CreateSymbolicLink(OnDisk("käse/out"), Base);
        }

        await using var reader = Reader("/käse");
        Assert.False(await reader.Read(Take, default));
        Assert.Equal(await Entries("/käse"), _taken);
        Assert.DoesNotContain(_taken, entry => entry.Name.EndsWith(".part", StringComparison.Ordinal));
        foreach (var entry in _taken)
            Assert.Equal(entry, await Storage.Stat(At("/käse").Child(entry.Name), default));
    }

    [Fact]
    public async Task It_should_be_refused_what_cannot_be_listed()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(1));
        await using var missing = Reader("/none");
        await using var file = Reader("/f");
        await Refused(missing.Read(Take, default), StorageFault.NotFound);
        await Refused(file.Read(Take, default), StorageFault.NotADirectory);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task What_is_given_up_half_way_should_close()
    {
        for (var i = 0; i < 10; i++)
            File.WriteAllBytes(OnDisk($"f{i}"), Bytes(1));
        var reader = Reader("/");
        Assert.True(await reader.Read((in _) => false, default));
        await reader.DisposeAsync();
        await AwaitConditionAsync(() => Task.FromResult(!OpenHandles().Any()), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_is_gone_before_it_is_looked_at_should_be_left_out()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"f{i}").ToArray();
        foreach (var name in names)
            File.WriteAllBytes(OnDisk(name), Bytes(1));
        await using var reader = Reader("/");
        var isMore = true;
        while (isMore)
        {
            isMore = await reader.Read(
                (in entry) =>
                {
                    if (_taken.Count == 0)
                        RemoveAllBut(entry.Name, names);
                    return Take(entry);
                },
                default);
        }

        if (OperatingSystem.IsLinux())
            Assert.InRange(_taken.Count, 1, DirectoryNames.LooksAtOnce);
        Assert.Equal(_taken.Count, _taken.Select(entry => entry.Name).Distinct().Count());
        Assert.All(_taken, entry => Assert.Equal(1, entry.Size));
    }

    [Fact]
    public async Task What_was_not_taken_should_be_looked_at_again()
    {
        for (var i = 0; i < 50; i++)
            File.WriteAllBytes(OnDisk($"f{i}"), Bytes(1));
        await using var reader = Reader("/");
        for (var size = 1; await reader.Read(TakeOne, default); size++)
        {
            Assert.Equal(size, _taken[^1].Size);
            foreach (var name in NamesOnDisk())
                File.WriteAllBytes(OnDisk(name), Bytes(size + 1));
        }

        Assert.Equal(50, _taken.Count);

        bool TakeOne(in EntryView entry)
        {
            _taken.Add(entry.ToEntry());
            return false;
        }
    }

    [Fact]
    public async Task Owners_should_have_their_names_where_they_are_to_be_shown()
    {
        File.WriteAllBytes(OnDisk("f"), Bytes(1));
        await using var named = new DiskStorage(new DiskStorageOptions { Root = Root, OwnerNames = true });
        await using var reader = ((IEntryReaderStorage)named).ReadEntries(At("/"), namesOnly: false)!;
        Assert.False(await reader.Read(Take, default));
        Assert.Equal(await named.Stat(At("/f"), default), Assert.Single(_taken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_should_be_read_or_opened_after_disposal(bool afterTheFirst)
    {
        for (var i = 0; i < 10; i++)
            File.WriteAllBytes(OnDisk($"f{i}"), Bytes(1));
        using var entries = new DiskEntries(new Lazy<DiskTree>(() => DiskTree.Open(Root)), At("/"), namesOnly: false);
        if (afterTheFirst)
            Assert.True(entries.MoveNext());
        entries.Dispose();
        Assert.False(entries.MoveNext());
        Assert.True(entries.IsClosed);
        Assert.Empty(OpenHandles());
    }

    private void RemoveAllBut(string kept, IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => name != kept))
            File.Delete(OnDisk(name));
    }

    private bool Take(in EntryView entry)
    {
        _taken.Add(entry.ToEntry());
        return true;
    }

    private IEntryReader Reader(string directory, bool namesOnly = false) => ((IEntryReaderStorage)Storage).ReadEntries(At(directory), namesOnly)!;

    private IEnumerable<string> OpenHandles() => !OperatingSystem.IsLinux() ? [] : Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
        .Where(target => target.StartsWith(Root, StringComparison.Ordinal));
}
