using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>Uploads are woken for much at a time, and for what is less a moment later.</summary>
public sealed class ReceiveMarkSpecs
{
    private const int Much = 256 * 1024;

    /// <summary>Linux waits for the very last byte only while its window is wide.</summary>
    private const int Spare = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly int LongMicroseconds = (int)Patience.TotalMicroseconds;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_raised_mark_should_wake_for_much_and_for_the_end(string address)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await MarkedPair.Open(IPAddress.Parse(address));
        pair.Mark.Raise();
        await pair.Peer.SendAsync(new byte[Much - Spare]);
        Assert.False(pair.Ours.Poll(0, SelectMode.SelectRead));
        await pair.Peer.SendAsync(new byte[Spare]);
        Assert.True(pair.Ours.Poll(LongMicroseconds, SelectMode.SelectRead));
        Drain(pair.Ours, Much);
        Assert.False(pair.Ours.Poll(0, SelectMode.SelectRead));
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.True(pair.Ours.Poll(LongMicroseconds, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_lowered_mark_should_wake_for_what_came_below_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await MarkedPair.Open(IPAddress.Loopback);
        pair.Mark.Raise();
        await pair.Peer.SendAsync(new byte[1]);
        pair.Mark.Lower();
        Assert.True(pair.Ours.Poll(LongMicroseconds, SelectMode.SelectRead));
    }

    [Fact]
    public async Task A_mark_should_be_lowered_a_moment_later()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await MarkedPair.Open(IPAddress.Loopback);
        pair.Mark.Raise();
        pair.Mark.LowerLater();
        await pair.Peer.SendAsync(new byte[1]);
        Assert.True(pair.Ours.Poll(LongMicroseconds, SelectMode.SelectRead));
        Assert.False(pair.Mark.IsRaised);
    }

    [Fact]
    public async Task A_mark_of_a_closed_socket_should_say_so()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await MarkedPair.Open(IPAddress.Loopback);
        pair.Mark.Raise();
        pair.Ours.Dispose();
        Assert.Throws<ObjectDisposedException>(pair.Mark.Lower);
        Assert.Throws<ObjectDisposedException>(pair.Mark.Raise);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AwaitMuch_should_end_with_a_byte_that_nothing_follows(bool isPortable)
    {
        using var pair = await SocketPair.Open(isPortable || !OperatingSystem.IsLinux());
        var awaiting = pair.Transport.AwaitMuch().AsTask();
        await pair.Write([7]);
        await awaiting.WaitAsync(Patience);
        var heard = new byte[10];
        Assert.Equal(1, await pair.Transport.Receive(heard));
        Assert.Equal(7, heard[0]);
        Assert.Equal(1, pair.Transport.BytesMoved);
    }

    [Fact]
    public async Task A_receive_after_AwaitMuch_should_wait_for_the_first_byte_only()
    {
        using var pair = await SocketPair.Open();
        await pair.Write(new byte[Much]);
        await pair.Transport.AwaitMuch().AsTask().WaitAsync(Patience);
        var heard = new byte[Much];
        for (var left = Much; left > 0;)
            left -= await pair.Transport.Receive(heard);
        var receiving = pair.Transport.Receive(heard).AsTask();
        Assert.False(receiving.IsCompleted);
        await pair.Write([7]);
        Assert.Equal(1, await receiving.WaitAsync(Patience));
    }

    [Fact]
    public async Task HasArrived_should_see_a_single_byte_after_AwaitMuch()
    {
        using var pair = await SocketPair.Open();
        await pair.Write(new byte[Much]);
        await pair.Transport.AwaitMuch().AsTask().WaitAsync(Patience);
        var heard = new byte[Much];
        for (var left = Much; left > 0;)
            left -= await pair.Transport.Receive(heard);
        Assert.False(pair.Transport.HasArrived);
        await pair.Write([7]);
        while (!pair.Transport.HasArrived)
            await Task.Yield();
    }

    [Fact]
    public async Task AwaitMuch_should_end_with_the_peers_side()
    {
        using var pair = await SocketPair.Open();
        var awaiting = pair.Transport.AwaitMuch().AsTask();
        pair.Peer.Shutdown(SocketShutdown.Send);
        await awaiting.WaitAsync(Patience);
        Assert.Equal(0, await pair.Transport.Receive(new byte[1]));
    }

    [Fact]
    public async Task AwaitMuch_should_fail_with_Lost_when_aborted()
    {
        using var pair = await SocketPair.Open();
        var awaiting = pair.Transport.AwaitMuch().AsTask();
        pair.Transport.Abort();
        Assert.Equal(DataConnectionFault.Lost, (await Assert.ThrowsAsync<DataConnectionException>(() => awaiting.WaitAsync(Patience))).Fault);
        Assert.Equal(DataConnectionFault.Lost, (await Assert.ThrowsAsync<DataConnectionException>(() => pair.Transport.AwaitMuch().AsTask())).Fault);
    }

    [Fact]
    public async Task An_upload_should_get_on_with_little_after_much()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pair = await SocketPair.Open();
        await using var target = RegionTarget.Empty();
        var receiving = pair.Transport.ReceiveInto(target, 0, 10 * Much).AsTask();
        var sent = 0;
        foreach (var length in new[] { 100_000, 1, 50_000, 3, Much, 20_000 })
        {
            await pair.Write(new byte[length]);
            sent += length;
            while (pair.Transport.BytesMoved < sent)
                await Task.Yield();
        }

        Assert.False(receiving.IsCompleted);
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(sent, await receiving.WaitAsync(Patience));
    }

    private static void Drain(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var left = count; left > 0;)
            left -= socket.Receive(bytes.AsSpan(0, left));
    }

    private sealed class MarkedPair(Socket ours, Socket peer) : IDisposable
    {
        public Socket Ours => ours;

        public Socket Peer => peer;

        public ReceiveMark Mark { get; } = new(ours);

        public static async Task<MarkedPair> Open(IPAddress address)
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, 0));
            listener.Listen();
            var peer = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await peer.ConnectAsync(listener.LocalEndPoint!);
            return new MarkedPair(await listener.AcceptAsync(), peer);
        }

        public void Dispose()
        {
            Mark.Dispose();
            ours.Dispose();
            peer.Dispose();
        }
    }
}
