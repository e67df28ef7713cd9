using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Tests.Transport;

public sealed class LinuxFileReceiverSpecs
{
    private const int Mebi = 1024 * 1024;
    private const int WriteOnlyCreateAppend = 0x1 | 0x40 | 0x400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task It_should_put_what_arrives_at_its_place(string address)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open(IPAddress.Parse(address));
        await using var target = RegionTarget.Empty();
        await pair.Write([1, 2, 3, 4, 5]);
        Assert.Equal(2, await pair.Transport.ReceiveInto(target, 1, 2));
        Assert.Equal(3, await pair.Transport.ReceiveInto(target, 3, 3));
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await pair.Transport.ReceiveInto(target, 6, 10));
        Assert.Equal([0, 1, 2, 3, 4, 5], target.Bytes());
        Assert.Equal(5, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task Everything_should_arrive_however_it_is_cut()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var content = new byte[(9 * Mebi) + 13];
        new Random(1).NextBytes(content);
        var writing = Task.Run(async () =>
        {
            var random = new Random(2);
            for (var at = 0; at < content.Length;)
            {
                var count = Math.Min(content.Length - at, random.Next(3) == 0 ? random.Next(1, 100) : random.Next(1, Mebi));
                await pair.Write(content[at..(at + count)]);
                at += count;
            }

            pair.Peer.Shutdown(SocketShutdown.Send);
        });
        var received = 0L;
        while (await pair.Transport.ReceiveInto(target, received, 700_001).AsTask().WaitAsync(Patience) is var count and > 0)
        {
            received += count;
            Assert.True(count == 700_001 || received == content.Length, $"{count} bytes at {received}");
        }

        await writing;
        Assert.Equal(content, target.Bytes());
        Assert.Equal(content.Length, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task It_should_show_progress_while_one_receive_runs()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var receiving = pair.Transport.ReceiveInto(target, 0, 10).AsTask();
        for (var count = 1; count < 10; count++)
        {
            await pair.Write([(byte)count]);
            while (pair.Transport.BytesMoved < count)
                await Task.Yield();
            Assert.False(receiving.IsCompleted);
        }

        await pair.Write([10]);
        Assert.Equal(10, await receiving.WaitAsync(Patience));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], target.Bytes());
    }

    [Fact]
    public async Task It_should_fail_when_the_connection_is_lost_and_keep_what_came()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var receiving = pair.Transport.ReceiveInto(target, 0, 10).AsTask();
        await pair.Write([1, 2, 3]);
        while (pair.Transport.BytesMoved < 3)
            await Task.Yield();
        pair.Reset();
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => receiving.WaitAsync(Patience));
        Assert.Equal(DataConnectionFault.Lost, failure.Fault);
        Assert.Equal([1, 2, 3], target.Bytes());
    }

    [Fact]
    public async Task Abort_should_end_a_receive_that_waits()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var receiving = pair.Transport.ReceiveInto(target, 0, 10).AsTask();
        pair.Transport.Abort();
        await Assert.ThrowsAsync<DataConnectionException>(() => receiving.WaitAsync(Patience));
    }

    [Fact]
    public async Task It_should_fail_when_the_writing_has_ended()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        await pair.Write([1, 2]);
        Assert.Equal(1, await pair.Transport.ReceiveInto(target, 0, 1));
        target.Close();
        await Assert.ThrowsAsync<DataConnectionException>(() => pair.Transport.ReceiveInto(target, 1, 1).AsTask().WaitAsync(Patience));
        Assert.Equal([1], target.Bytes());
    }

    [Fact]
    public async Task A_full_disk_should_be_the_files_failure_and_spoil_nothing_for_others()
    {
        if (!OperatingSystem.IsLinux())
            return;
        for (var round = 0; round < 20; round++)
        {
            using var pair = await SocketPair.Open();
            await using var target = new RegionTarget(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
            await pair.Write([1, 2, 3]);
            var failure = await Assert.ThrowsAsync<StorageException>(() => pair.Transport.ReceiveInto(target, 0, 3).AsTask().WaitAsync(Patience));
            Assert.Equal(StorageFault.NoSpace, failure.Fault);
        }

        await It_should_put_what_arrives_at_its_place("127.0.0.1");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_should_spoil_nothing_for_others()
    {
        if (!OperatingSystem.IsLinux())
            return;
        for (var round = 0; round < 20; round++)
        {
            using var file = TemporaryFile.Of([9, 9, 9]);
            using var pair = await SocketPair.Open();
            await using var target = new RegionTarget(new FileStream(file.Stream.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
            await pair.Write([1, 2, 3]);
            await Assert.ThrowsAsync<StorageException>(() => pair.Transport.ReceiveInto(target, 0, 3).AsTask().WaitAsync(Patience));
        }

        await It_should_put_what_arrives_at_its_place("127.0.0.1");
    }

    [Fact]
    public async Task What_the_kernel_cannot_fill_should_be_written_from_memory()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var file = TemporaryFile.Of([]);
        using var pair = await SocketPair.Open();
        var content = new byte[Mebi];
        new Random(1).NextBytes(content);
        await using var target = new RegionTarget(new FileStream(Open(file.Stream.Name, WriteOnlyCreateAppend), FileAccess.Write, bufferSize: 0));
        var receiving = pair.Transport.ReceiveInto(target, 0, content.Length).AsTask();
        await pair.Write(content);
        Assert.Equal(content.Length, await receiving.WaitAsync(Patience));
        Assert.Equal(content, await File.ReadAllBytesAsync(file.Stream.Name));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
