using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class SizeHandlerSpecs : FileVerbSpecBase
{
    [Fact]
    public async Task SizeHandler_should_reply_213_with_the_bytes_of_the_file()
    {
        await Put("/a.txt", "hello");
        var reply = await Reply("SIZE a.txt", Ready);
        Assert.Equal(213, reply.Code);
        Assert.Equal("5", reply.Text);
    }

    [Fact]
    public async Task SizeHandler_should_tell_sizes_above_4_GiB()
    {
        Storage.Special = new FtpEntry { Name = "big", Kind = FtpEntryKind.File, Size = 5_000_000_000, Modified = DateTime.UtcNow };
        Assert.Equal("5000000000", (await Reply("SIZE big", Ready)).Text);
    }

    [Fact]
    public async Task SizeHandler_should_reply_550_in_ASCII_mode()
    {
        await Put("/a.txt", "hello");
        Assert.Equal(550, (await Reply("SIZE a.txt", Ready with { Type = TransferType.Ascii })).Code);
    }

    [Fact]
    public async Task SizeHandler_should_reply_213_in_ASCII_mode_to_clients_that_need_it()
    {
        await Put("/a.txt", "hello\n");
        var state = Ready with { Type = TransferType.Ascii, Compatibility = new() { SizeInAscii = true } };
        Assert.Equal(new(213, "6"), await Reply("SIZE a.txt", state));
    }

    [Fact]
    public async Task SizeHandler_should_reply_550_when_the_file_is_missing() =>
        Assert.Equal(550, (await Reply("SIZE a.txt", Ready)).Code);

    [Fact]
    public async Task SizeHandler_should_tell_what_is_left_of_a_broken_upload()
    {
        var storage = new BrokenUpload("a.txt", 3);
        var state = Ready with { Storage = storage };
        Assert.Equal("213 3", (await Reply("SIZE a.txt", state)).ToString());
        Assert.Equal(550, (await Reply("SIZE b.txt", state)).Code);
    }

    [Theory]
    [InlineData(FtpEntryKind.Directory)]
    [InlineData(FtpEntryKind.Other)]
    public async Task SizeHandler_should_reply_550_when_the_path_is_not_a_file(FtpEntryKind kind)
    {
        Storage.Special = new FtpEntry { Name = "special", Kind = kind, Modified = DateTime.UtcNow };
        Assert.Equal(550, (await Reply("SIZE special", Ready)).Code);
    }

    [Fact]
    public async Task SizeHandler_should_reply_550_when_not_permitted()
    {
        await Put("/a.txt", "hello");
        Assert.Equal(550, (await Reply("SIZE a.txt", As(AllBut(FtpRights.List)))).Code);
    }

    [Fact]
    public void SizeHandler_should_be_allowed_between_REST_and_a_transfer() =>
        Assert.True(Options.Commands.Find("SIZE")!.IsTransparent);

    private sealed class BrokenUpload(string name, long size) : WatchedStorage(new MemoryStorage()), IResumableStorage
    {
        public Task<long?> PartialSize(FtpPath path, CancellationToken cancel) =>
            Task.FromResult(path.Name == name ? size : (long?)null);
    }
}
