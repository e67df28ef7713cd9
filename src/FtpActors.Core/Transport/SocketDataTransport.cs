using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Transport;

/// <summary>A data connection in clear text over a TCP socket, which it owns.</summary>
public sealed class SocketDataTransport : IDataTransport
{
    // Linux: TCP_INFO of IPPROTO_TCP, and in it tcpi_bytes_acked.
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int BytesAcknowledged = 120;

    // tcpi_state, and those of its values that come after our FIN was acknowledged.
    private const int State = 0;
    private const byte FinWait2 = 5;
    private const byte TimeWait = 6;
    private const int MostDrained = 64 * 1024;

    // MSG_MORE, MSG_NOSIGNAL and MSG_DONTWAIT of send(2), and of its errors EINTR and EAGAIN.
    private const int MoreFollows = 0x8000 | 0x4000 | 0x40;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    private readonly Socket _socket;
    private readonly bool _isPortable;
    private ReceiveMark? _mark;
    private SocketFileSender? _fileSender;
    private LinuxFileSender? _linuxSender;
    private LinuxFileReceiver? _linuxReceiver;
    private long _bytesMoved;

    public SocketDataTransport(Socket socket)
        : this(socket, isPortable: !OperatingSystem.IsLinux())
    {
    }

    /// <param name="socket">Connected; taken over.</param>
    /// <param name="isPortable">Files are sent by what every platform has.</param>
    internal SocketDataTransport(Socket socket, bool isPortable)
    {
        (_socket, _isPortable) = (socket, isPortable);
        Remote = PeerAddress.Plain((IPEndPoint)socket.RemoteEndPoint!);
    }

    public IPEndPoint Remote { get; }

    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    public long Activity => BytesMoved + Acknowledged();

    public bool IsDelivered
    {
        get
        {
            Span<byte> info = stackalloc byte[BytesAcknowledged + sizeof(long)];
            return TryAsk(info) && info[State] is (FinWait2 or TimeWait);
        }
    }

    public bool HasArrived
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead) || (_mark is { IsRaised: true } && _socket.Available > 0);
            }
            catch (Exception cause) when (IsLoss(cause))
            {
                return true;
            }
        }
    }

    public bool FillsRegions => !_isPortable;

    private ReceiveMark Mark => _mark ??= new ReceiveMark(_socket);

    public ValueTask<int> Receive(Memory<byte> buffer)
    {
        try
        {
            if (_mark is { IsRaised: true } mark)
            {
                if (TryReceive(buffer.Span, out var received))
                    return new ValueTask<int>(received);
                mark.Lower();
            }

            return ReceiveAtMark(buffer);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            return ValueTask.FromException<int>(Lost(cause));
        }
    }

    public async ValueTask AwaitMuch()
    {
        try
        {
            if (!_isPortable)
            {
                _socket.Blocking = false;
                Mark.Raise();
                Mark.LowerLater();
            }

            await ReceiveAtMark(Memory<byte>.Empty).ConfigureAwait(false);
            _mark?.StayRaised();
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    public async ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most)
    {
        try
        {
            return await (_linuxReceiver ??= new LinuxFileReceiver(_socket, Mark, Moved)).Receive(writer, offset, most).ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    public async ValueTask Send(TransferChunk chunk)
    {
        try
        {
            if (chunk.Region is { } region)
                await SendFile(region).ConfigureAwait(false);
            else
                await SendMemory(chunk.Memory).ConfigureAwait(false);
        }
        catch (SocketException cause) when (chunk.Region is { } region && IsCutShort(region))
        {
            throw new StorageException(StorageFault.InputOutput, "The file became shorter while it was sent.", cause);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    public ValueTask CompleteSend()
    {
        try
        {
            // Unread input would make the kernel reset the connection when it is closed, and the end of the file be lost.
            Span<byte> unasked = stackalloc byte[512];
            for (var drained = 0; drained < MostDrained && _socket.Available > 0;)
            {
                // Not behind a receive that is on its way, whose end this thread may have to bring.
                _socket.Blocking = false;
                drained += Math.Max(1, _socket.Receive(unasked, SocketFlags.None, out _));
            }

            _socket.Shutdown(SocketShutdown.Send);
            return ValueTask.CompletedTask;
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            return ValueTask.FromException(Lost(cause));
        }
    }

    /// <summary>What fits goes out in one packet with the end: fewer for both kernels to deal with.</summary>
    public async ValueTask SendLast(TransferChunk chunk)
    {
        if (_isPortable || chunk.Region is not null)
        {
            await Send(chunk).ConfigureAwait(false);
        }
        else
        {
            try
            {
                var count = SendBeforeMore(chunk.Memory.Span);
                Moved(count);
                if (count < chunk.Length)
                    await SendRest(chunk.Memory[count..]).ConfigureAwait(false);
            }
            catch (Exception cause) when (IsLoss(cause))
            {
                throw Lost(cause);
            }
        }

        await CompleteSend().ConfigureAwait(false);
    }

    public void Abort() => _socket.Dispose();

    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // It is lost already.
        }

        _socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _fileSender?.Dispose();
        _linuxSender?.Dispose();
        _linuxReceiver?.Dispose();
        _mark?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What is there, below the mark as well; false when nothing is.</summary>
    private bool TryReceive(Span<byte> buffer, out int count)
    {
        count = 0;
        if (buffer.IsEmpty)
            return false;
        count = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success)
            throw new SocketException((int)error);
        Moved(count);
        return true;
    }

    private ValueTask<int> ReceiveAtMark(Memory<byte> buffer)
    {
        try
        {
            var receiving = _socket.ReceiveAsync(buffer, SocketFlags.None);
            if (!receiving.IsCompletedSuccessfully)
                return Await(receiving);
            var count = receiving.Result;
            Moved(count);
            return new ValueTask<int>(count);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            return ValueTask.FromException<int>(Lost(cause));
        }

        async ValueTask<int> Await(ValueTask<int> receiving)
        {
            try
            {
                var count = await receiving.ConfigureAwait(false);
                Moved(count);
                return count;
            }
            catch (Exception cause) when (IsLoss(cause))
            {
                throw Lost(cause);
            }
        }
    }

    private ValueTask SendFile(FileRegion region) => _isPortable
        ? (_fileSender ??= new SocketFileSender(_socket, Moved)).Send(region)
        : (_linuxSender ??= new LinuxFileSender(_socket, Moved)).Send(region);

    /// <summary>What there is room for goes at once, without what an asynchronous send needs.</summary>
    private ValueTask SendMemory(ReadOnlyMemory<byte> memory)
    {
        if (_socket.Blocking)
            return SendRest(memory);
        var count = _socket.Send(memory.Span, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
            throw new SocketException((int)error);
        Moved(count);
        return count == memory.Length ? ValueTask.CompletedTask : SendRest(memory[count..]);
    }

    /// <summary>What there is room for; the last of it waits for what follows.</summary>
    private int SendBeforeMore(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var count = SendBytes(_socket.SafeHandle, in MemoryMarshal.GetReference(bytes), bytes.Length, MoreFollows);
            if (count >= 0)
                return (int)count;
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    continue;
                case WouldBlock:
                    return 0;
                default:
                    throw new SocketException((int)SocketError.ConnectionReset);
            }
        }
    }

    private async ValueTask SendRest(ReadOnlyMemory<byte> memory)
    {
        while (memory.Length > 0)
        {
            var count = await _socket.SendAsync(memory, SocketFlags.None).ConfigureAwait(false);
            Moved(count);
            memory = memory[count..];
        }
    }

    /// <summary>What the peer's kernel has of what we sent. Ours takes megabytes at once, so a slow peer shows nowhere else.</summary>
    private long Acknowledged()
    {
        Span<byte> info = stackalloc byte[BytesAcknowledged + sizeof(long)];
        return TryAsk(info) ? BitConverter.ToInt64(info[BytesAcknowledged..]) : 0;
    }

    /// <summary>False where the system does not tell.</summary>
    private bool TryAsk(Span<byte> info)
    {
        try
        {
            return OperatingSystem.IsLinux() && _socket.GetRawSocketOption(TcpLevel, TcpInfo, info) == info.Length;
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            return false;
        }
    }

    private static bool IsCutShort(FileRegion region)
    {
        try
        {
            return RandomAccess.GetLength(region.File.SafeFileHandle) < region.Offset + region.Length;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private void Moved(int count) => Interlocked.Add(ref _bytesMoved, count);

    private static bool IsLoss(Exception cause) => cause is SocketException or ObjectDisposedException;

    private static DataConnectionException Lost(Exception cause) =>
        new(DataConnectionFault.Lost, "The data connection was lost.", cause);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    private static extern nint SendBytes(SafeSocketHandle socket, in byte bytes, nint count, int flags);
}
