using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Storage;

public sealed class VirtualStorageSpecs : ActorSpecBase
{
    private readonly VirtualStorage _storage = new(
        path => Task.FromResult(path.Value switch
        {
            "/" => new FtpEntry { Name = "/", Kind = FtpEntryKind.Directory, Modified = DateTime.UnixEpoch },
            "/a.txt" => Entry("a.txt", 6),
            "/unknown" => Entry("unknown", 0),
            _ => null,
        }),
        _ => Source.From([Entry("a.txt", 6), Entry("unknown", 0)]),
        path => path.Value == "/unknown"
            ? Source.Failed<ReadOnlyMemory<byte>>(new StorageException(StorageFault.Unavailable, "Later."))
            : Source.From(["ab"u8.ToArray(), [], "cd"u8.ToArray(), "ef"u8.ToArray()]).Select(bytes => new ReadOnlyMemory<byte>(bytes)));

    [Theory]
    [InlineData(0, "abcdef")]
    [InlineData(1, "bcdef")]
    [InlineData(2, "cdef")]
    [InlineData(5, "f")]
    [InlineData(6, "")]
    [InlineData(99, "")]
    public async Task VirtualStorage_should_read_what_the_graph_makes_from_the_offset_on(long offset, string expected)
    {
        await using var reader = await _storage.OpenRead(FtpPath.Parse("/a.txt"), offset, default);

        Assert.Equal((6, expected), (reader.Size, await Read(reader)));
    }

    [Fact]
    public async Task VirtualStorage_should_list_what_the_graph_makes()
    {
        Assert.Equal(["a.txt", "unknown"], (await List("/")).Select(entry => entry.Name));
        Assert.Equal(StorageFault.NotADirectory, (await Assert.ThrowsAsync<StorageException>(() => List("/a.txt"))).Fault);
        Assert.Equal(StorageFault.NotFound, (await Assert.ThrowsAsync<StorageException>(() => List("/b"))).Fault);
    }

    [Fact]
    public async Task VirtualStorage_should_fail_as_the_graph_does_and_not_know_what_it_is_not_told()
    {
        await using var reader = await _storage.OpenRead(FtpPath.Parse("/unknown"), 0, default);

        Assert.Null(reader.Size);
        Assert.Equal(StorageFault.Unavailable, (await Assert.ThrowsAsync<StorageException>(() => Read(reader))).Fault);
    }

    [Fact]
    public async Task VirtualStorage_should_refuse_what_is_not_reading()
    {
        var path = FtpPath.Parse("/a.txt");
        Assert.Equal(StorageFault.IsADirectory, await Fault(_storage.OpenRead(FtpPath.Root, 0, default)));
        Assert.Equal(StorageFault.NotFound, await Fault(_storage.OpenRead(FtpPath.Parse("/b"), 0, default)));
        Assert.Equal(StorageFault.AccessDenied, await Fault(_storage.OpenWrite(path, WriteMode.Replace, 0, default)));
        Assert.Equal(StorageFault.AccessDenied, await Fault(_storage.Delete(path, default)));
        Assert.Equal(StorageFault.AccessDenied, await Fault(_storage.MakeDirectory(path, default)));
        Assert.Equal(StorageFault.AccessDenied, await Fault(_storage.RemoveDirectory(path, default)));
        Assert.Equal(StorageFault.AccessDenied, await Fault(_storage.Rename(path, path, default)));
    }

    private static async Task<StorageFault> Fault(Task task) => (await Assert.ThrowsAsync<StorageException>(() => task)).Fault;

    private static FtpEntry Entry(string name, long size) => new() { Name = name, Kind = FtpEntryKind.File, Size = size, Modified = DateTime.UnixEpoch };

    private async Task<List<FtpEntry>> List(string path)
    {
        var entries = new List<FtpEntry>();
        await _storage.List(FtpPath.Parse(path)).RunForeach(entries.Add, Sys.Materializer());
        return entries;
    }

    private async Task<string> Read(IStorageReader reader)
    {
        var text = new StringBuilder();
        await reader.Content.RunForeach(chunk => text.Append(Encoding.ASCII.GetString(chunk.Memory.Span)), Sys.Materializer());
        return text.ToString();
    }
}
