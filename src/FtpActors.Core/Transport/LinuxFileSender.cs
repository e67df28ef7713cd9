using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using FtpActors.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Transport;

/// <summary>Sends regions of files by sendfile(2), on threads of its own. One send at a time; reusable.</summary>
/// <remarks>
/// sendfile waits for the medium where the page cache lacks the file, so it must not run where sockets are polled, which is where .NET's
/// own goes on. Here a burst fills the socket and waits for a quick peer only. With a slow one, what says that there is room again
/// is the next few bytes of the file, sent as memory: the next burst follows them.
/// </remarks>
internal sealed class LinuxFileSender : SocketAsyncEventArgs, IValueTaskSource
{
    /// <summary>Bytes of one call, for progress to show.</summary>
    private const int Slice = 1024 * 1024;

    /// <summary>How long a burst waits for room, in microseconds: a quick peer makes some within that, and nobody has to wake up.</summary>
    private const int Patience = 2000;

    /// <summary>Bytes of memory that wait for room.</summary>
    private const int GateSize = 16 * 1024;

    private const int Interrupted = 4;
    private const int InputOutput = 5;
    private const int WouldBlock = 11;
    private const int Invalid = 22;
    private const int NoSuchCall = 38;

    private readonly Socket _socket;
    private readonly Action<int> _moved;
    private readonly Action _burst;
    private ManualResetValueTaskSourceCore<bool> _completion;
    private FileStream? _file;
    private SafeFileHandle? _handle;
    private byte[]? _gate;
    private long _offset;
    private int _left;
    private bool _cannotSend;

    /// <param name="socket">Connected; stays the caller's.</param>
    /// <param name="moved">Told of bytes that have gone out.</param>
    public LinuxFileSender(Socket socket, Action<int> moved)
        : base(true)
    {
        _socket = socket;
        _moved = moved;
        _burst = Burst;
        socket.Blocking = false;
    }

    public ValueTask Send(FileRegion region)
    {
        (_file, _handle, _offset, _left) = (region.File, region.File.SafeFileHandle, region.Offset, region.Length);
        _completion.Reset();
        SendThreads.Shared.PostOrDo(_burst);
        return new ValueTask(this, _completion.Version);
    }

    public void GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    /// <summary>The gate is through: there is room.</summary>
    protected override void OnCompleted(SocketAsyncEventArgs e)
    {
        if (PassGate())
            SendThreads.Shared.PostOrDo(_burst);
    }

    private void Burst()
    {
        try
        {
            do
            {
                while (_left > 0 && (SendSlice() || (!_cannotSend && _socket.Poll(Patience, SelectMode.SelectWrite))))
                {
                }

                if (_left == 0)
                {
                    End(null);
                    return;
                }

                FillGate();
                if (_socket.SendAsync(this))
                    return;
            }
            while (PassGate());
        }
        catch (Exception cause)
        {
            End(cause);
        }
    }

    /// <summary>False when the socket is full, or the file of a kind that the kernel does not send.</summary>
    private bool SendSlice()
    {
        var sent = SendFile(_socket.SafeHandle, _handle!, ref _offset, Math.Min(_left, Slice));
        if (sent > 0)
        {
            _left -= (int)sent;
            _moved((int)sent);
            return true;
        }

        if (sent == 0)
            throw CutShort();
        return Marshal.GetLastPInvokeError() switch
        {
            Interrupted => true,
            WouldBlock => false,
            Invalid or NoSuchCall => !(_cannotSend = true),
            InputOutput => throw new StorageException(StorageFault.InputOutput, $"{_file!.Name} cannot be read."),
            _ => throw new SocketException((int)SocketError.ConnectionReset),
        };
    }

    private void FillGate()
    {
        _gate ??= new byte[GateSize];
        var count = RandomAccess.Read(_handle!, _gate.AsSpan(0, Math.Min(_left, GateSize)), _offset);
        if (count == 0)
            throw CutShort();
        SetBuffer(_gate, 0, count);
    }

    /// <summary>False when the send is over.</summary>
    private bool PassGate()
    {
        if (SocketError != SocketError.Success)
        {
            End(new SocketException((int)SocketError));
            return false;
        }

        _offset += BytesTransferred;
        _left -= BytesTransferred;
        _moved(BytesTransferred);
        return true;
    }

    private void End(Exception? failure)
    {
        (_file, _handle) = (null, null);
        if (failure is null)
            _completion.SetResult(true);
        else
            _completion.SetException(failure);
    }

    private static StorageException CutShort() => new(StorageFault.InputOutput, "The file became shorter while it was sent.");

    [DllImport("libc", EntryPoint = "sendfile64", SetLastError = true)]
    private static extern nint SendFile(SafeSocketHandle socket, SafeFileHandle file, ref long offset, nint count);
}
