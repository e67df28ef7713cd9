using FtpActors.Client.Data;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Transfers;

public class FileSpecs : ClientSpecBase
{
    private const int Size = 3 * 1024 * 1024;

    [Theory]
    [InlineData(DataConnectionMode.Passive, "127.0.0.1")]
    [InlineData(DataConnectionMode.Active, "127.0.0.1")]
    [InlineData(DataConnectionMode.Passive, "::1")]
    [InlineData(DataConnectionMode.Active, "::1")]
    public async Task A_file_should_go_up_and_down_unchanged(DataConnectionMode mode, string address)
    {
        await using var ftp = await StartServer(address: System.Net.IPAddress.Parse(address));
        await using var client = await Connect(ftp, options => options with { Data = new() { Mode = mode } });
        using var files = new TemporaryDirectory();
        await File.WriteAllBytesAsync(files.At("a.bin"), Content(Size));
        var up = await client.Upload(files.At("a.bin"), "/b.bin", new TransferOptions { Verify = VerifyTransfer.Always });
        var down = await client.Download("/b.bin", files.At("sub/c.bin"), new TransferOptions { Verify = VerifyTransfer.Always });
        Assert.Equal((Size, Size), (up.Bytes, down.Bytes));
        Assert.Equal(Content(Size), await File.ReadAllBytesAsync(files.At("sub/c.bin")));
    }

    [Fact]
    public async Task Streams_should_write_append_and_read_from_an_offset()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        await using (var write = await client.OpenWrite("/a"))
        {
            await write.WriteAsync("0123456789"u8.ToArray());
            Assert.Equal(226, (await write.Complete()).Code);
        }

        await using (var append = await client.OpenAppend("/a"))
        {
            await append.WriteAsync("abc"u8.ToArray());
            await append.Complete();
        }

        await using (var middle = await client.OpenWrite("/a", offset: 5))
        {
            await middle.WriteAsync("xyz"u8.ToArray());
            await middle.Complete();
        }

        await using var read = await client.OpenRead("/a", offset: 3);
        using var reader = new StreamReader(read);
        Assert.Equal("34xyz", await reader.ReadToEndAsync());
        Assert.Equal(226, read.Reply!.Code);
    }

    [Fact]
    public async Task An_upload_that_is_not_completed_should_be_aborted()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        await using (var write = await client.OpenWrite("/a"))
            await write.WriteAsync("half"u8.ToArray());
        Assert.False(await client.Exists("/a"));
    }

    [Fact]
    public async Task A_download_that_is_left_half_way_should_be_aborted_and_the_connection_used_again()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/big", Content(32 * 1024 * 1024));
        await using var client = await Connect(ftp);
        await using (var read = await client.OpenRead("/big"))
            await read.ReadExactlyAsync(new byte[1000]);
        Assert.Equal(32 * 1024 * 1024, await client.Size("/big"));
    }

    [Fact]
    public async Task Downloads_should_treat_files_that_are_there_as_told()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "0123456789"u8.ToArray());
        await using var client = await Connect(ftp);
        using var files = new TemporaryDirectory();
        async Task<string> Fetched(ExistingFile existing)
        {
            await File.WriteAllTextAsync(files.At("a"), "abc");
            await client.Download("/a", files.At("a"), new TransferOptions { Existing = existing });
            return await File.ReadAllTextAsync(files.At("a"));
        }

        Assert.Equal("0123456789", await Fetched(ExistingFile.Replace));
        Assert.Equal("abc3456789", await Fetched(ExistingFile.Resume));
        Assert.Equal("abc0123456789", await Fetched(ExistingFile.Append));
        Assert.Equal("abc", await Fetched(ExistingFile.Skip));
        Assert.Equal(StorageFault.AlreadyExists, (await Assert.ThrowsAsync<StorageException>(() => Fetched(ExistingFile.Fail))).Fault);
    }

    [Fact]
    public async Task Uploads_should_treat_files_that_are_there_as_told()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.At("a"), "0123456789");
        async Task<string> Sent(ExistingFile existing)
        {
            await ftp.Put("/a", "abc"u8.ToArray());
            await client.Upload(files.At("a"), "/a", new TransferOptions { Existing = existing });
            return System.Text.Encoding.ASCII.GetString(await ftp.Get("/a"));
        }

        Assert.Equal("0123456789", await Sent(ExistingFile.Replace));
        Assert.Equal("abc3456789", await Sent(ExistingFile.Resume));
        Assert.Equal("abc0123456789", await Sent(ExistingFile.Append));
        Assert.Equal("abc", await Sent(ExistingFile.Skip));
        Assert.Equal(553, (await Assert.ThrowsAsync<FtpReplyException>(() => Sent(ExistingFile.Fail))).Code);
    }

    [Fact]
    public async Task The_server_should_choose_a_name_when_asked()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.At("a"), "unique");
        var result = await client.UploadUnique(files.At("a"));
        Assert.Equal("unique"u8.ToArray(), await ftp.Get(result.Path));
    }

    [Fact]
    public async Task ASCII_should_translate_line_ends_both_ways()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        var local = new MemoryStorage();
        await ftp.Put("/a", "1\n2\n"u8.ToArray());
        var ascii = new TransferOptions { IsAscii = true };
        var result = await client.Download("/a", local, FtpPath.Parse("/a"), ascii);
        Assert.Equal(6, result.Bytes);
        Assert.Equal(4, (await local.Stat(FtpPath.Parse("/a"), default)).Size);
        await client.Upload(local, FtpPath.Parse("/a"), "/b", ascii);
        Assert.Equal("1\n2\n"u8.ToArray(), await ftp.Get("/b"));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Download("/a", local, FtpPath.Parse("/a"), ascii with { Existing = ExistingFile.Resume }));
    }

    [Fact]
    public async Task Progress_should_be_told_to_the_end()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(Size));
        await using var client = await Connect(ftp);
        var told = new List<TransferProgress>();
        await client.Download("/a", new MemoryStorage(), FtpPath.Parse("/a"), new TransferOptions { Progress = new Listener(told.Add), ProgressInterval = TimeSpan.FromMilliseconds(1) });
        Assert.Equal((Size, Size, 1.0, TimeSpan.Zero), (told[^1].Bytes, told[^1].Total, told[^1].Fraction, told[^1].Remaining));
        Assert.Equal(told.Select(one => one.Bytes).Order(), told.Select(one => one.Bytes));
    }

    [Fact]
    public async Task A_listener_that_fails_should_hear_nothing_more_and_end_no_transfer()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(Size));
        await using var client = await Connect(ftp);
        await using var pool = new FtpClientPool(Sys, OptionsOf(ftp));
        using var files = new TemporaryDirectory();
        var told = 0;
        var progress = new Listener(_ =>
        {
            Interlocked.Increment(ref told);
            throw new InvalidOperationException("Not today.");
        });
        var options = new TransferOptions { Progress = progress, ProgressInterval = TimeSpan.FromMilliseconds(1) };
        await EventFilter.Warning(contains: "is told no more").ExpectAsync(3, async () =>
        {
            Assert.Equal(Size, (await client.Download("/a", files.At("a"), options)).Bytes);
            Assert.Equal(Size, (await client.Upload(files.At("a"), "/b", options)).Bytes);
            Assert.Equal(Size, (await pool.DownloadSegmented("/a", files.At("c"), 3, progress)).Bytes);
        });
        Assert.Equal(3, told);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Download("/a", files.At("a"), options with { ProgressInterval = TimeSpan.Zero }));
    }

    /// <summary>Else bytes were missing in the midst of what is read or written.</summary>
    [Fact]
    public async Task A_stream_that_is_cancelled_while_a_limit_holds_it_should_be_over()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(Size));
        await using var client = await Connect(ftp, options => options with { Throttle = new ThrottleOptions { Download = 1000, Upload = 1000 } });
        var buffer = new byte[50_000];
        await using (var read = await client.OpenRead("/a"))
        {
            using var soon = new CancellationTokenSource(Soon);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await read.ReadAsync(buffer, soon.Token) > 0)
                {
                }
            });
            await FailsWith(FtpConnectionFault.Data, () => read.ReadAsync(buffer).AsTask());
        }

        await using (var write = await client.OpenWrite("/b"))
        {
            using var soon = new CancellationTokenSource(Soon);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write.WriteAsync(buffer, soon.Token).AsTask());
            await Assert.ThrowsAsync<InvalidOperationException>(() => write.Complete());
        }

        Assert.Equal(Size, await client.Size("/a"));
    }

    [Fact]
    public async Task A_limit_should_hold_and_be_lifted_while_a_transfer_runs()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(Size));
        await using var client = await Connect(ftp, options => options with { Throttle = new ThrottleOptions { Download = 1000 } });
        var slow = new TaskCompletionSource();
        var download = client.Download("/a", new MemoryStorage(), FtpPath.Parse("/a"), new TransferOptions
        {
            Progress = new Listener(told => { if (told.Bytes > 0) slow.TrySetResult(); }),
            ProgressInterval = TimeSpan.FromMilliseconds(10),
        });
        await slow.Task;
        Assert.False(download.IsCompleted);
        client.Limit = ThrottleOptions.Unlimited;
        Assert.Equal(Size, (await download).Bytes);
    }

    [Fact]
    public async Task The_time_of_change_should_be_kept_on_demand()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "a"u8.ToArray());
        await using var client = await Connect(ftp);
        var when = new DateTime(2020, 2, 29, 12, 0, 0, DateTimeKind.Utc);
        await client.SetModified("/a", when);
        var local = new MemoryStorage();
        await client.Download("/a", local, FtpPath.Parse("/a"), new TransferOptions { KeepsTime = true });
        Assert.Equal(when, (await local.Stat(FtpPath.Parse("/a"), default)).Modified);
        await client.Upload(local, FtpPath.Parse("/a"), "/b", new TransferOptions { KeepsTime = true });
        Assert.Equal(when, await client.Modified("/b"));
    }

    [Fact]
    public async Task Trees_should_go_up_and_down_with_and_without_their_name()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        using var files = new TemporaryDirectory();
        Directory.CreateDirectory(files.At("tree/sub/empty"));
        await File.WriteAllTextAsync(files.At("tree/a"), "a");
        await File.WriteAllTextAsync(files.At("tree/sub/b"), "b");
        Assert.Equal(2, (await client.UploadTree(files.At("tree"), "/x")).Count);
        Assert.Equal("b"u8.ToArray(), await ftp.Get("/x/tree/sub/b"));
        Assert.True(await client.IsDirectory("/x/tree/sub/empty"));
        await client.UploadTree(files.At("tree"), "/y", writeInto: true);
        Assert.Equal("a"u8.ToArray(), await ftp.Get("/y/a"));
        await client.DownloadTree("/x/tree", files.At("copy"));
        Assert.Equal("b", await File.ReadAllTextAsync(files.At("copy/tree/sub/b")));
        await client.DownloadTree("/x/tree", files.At("into"), writeInto: true);
        Assert.True(Directory.Exists(files.At("into/sub/empty")));
        await client.DownloadTree("/x/tree/a", files.At("one"));
        Assert.Equal("a", await File.ReadAllTextAsync(files.At("one/a")));
    }

    private sealed class Listener(Action<TransferProgress> heard) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => heard(value);
    }
}
