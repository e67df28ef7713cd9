using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FtpActors.Core.Transport;

/// <summary>A pipe of the kernel through which a thread moves bytes from sockets into files without seeing them: splice(2).</summary>
/// <remarks>Empty between two calls. Where a file cannot be spliced into, the bytes take the way through memory.</remarks>
internal sealed class KernelPipe
{
    /// <summary>Bytes asked for: as much as a system gives to everybody.</summary>
    private const int Size = 1024 * 1024;

    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int Invalid = 22;
    private const int CloseOnExec = 0x80000;
    private const int SetPipeSize = 1031;
    private const uint Move = 1;
    private const uint NonBlocking = 2;

    [ThreadStatic]
    private static KernelPipe? _ofThread;

    private readonly SafeFileHandle _read;
    private readonly SafeFileHandle _write;
    private byte[]? _buffer;

    private KernelPipe()
    {
        Span<int> ends = stackalloc int[2];
        if (Pipe(ref ends[0], CloseOnExec) != 0)
            throw new IOException("There is no pipe.", Marshal.GetLastPInvokeError());
        (_read, _write) = (new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));

        // Refused where a user has many: then it stays smaller.
        Control(_write, SetPipeSize, Size);
    }

    /// <summary>That of the calling thread.</summary>
    /// <exception cref="IOException">The process has too many files open.</exception>
    public static KernelPipe OfThread => _ofThread ??= new KernelPipe();

    /// <summary>Moves what has arrived, waiting for the file and not for the socket.</summary>
    /// <param name="socket">Connected.</param>
    /// <param name="file">Open for writing.</param>
    /// <param name="offset">In the file, bytes.</param>
    /// <param name="most">Bytes; at least 1.</param>
    /// <returns>Bytes; 0 when the peer has closed its side, -1 when nothing is there now.</returns>
    /// <exception cref="SocketException">The connection is lost.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public int Receive(SafeSocketHandle socket, SafeFileHandle file, long offset, int most)
    {
        nint came;
        while ((came = FromSocket(socket, 0, _write, 0, Math.Min(most, Size), Move | NonBlocking)) < 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Interrupted:
                    continue;
                case WouldBlock:
                    return -1;
                default:
                    throw new SocketException((int)SocketError.ConnectionReset);
            }
        }

        Empty(file, offset, came);
        return (int)came;
    }

    private void Empty(SafeFileHandle file, long offset, nint left)
    {
        try
        {
            while (left > 0)
            {
                var count = IntoFile(_read, 0, file, ref offset, left, Move);
                if (count > 0)
                    left -= count;
                else if (count < 0 && Marshal.GetLastPInvokeError() is var error && error != Interrupted)
                    left = error == Invalid ? EmptyThroughMemory(file, offset, left) : throw new IOException("The file cannot be written.", error);
            }
        }
        finally
        {
            if (left > 0)
                Renew();
        }
    }

    private nint EmptyThroughMemory(SafeFileHandle file, long offset, nint left)
    {
        _buffer ??= new byte[64 * 1024];
        while (left > 0)
        {
            var count = (int)Read(_read, ref _buffer[0], Math.Min(left, _buffer.Length));
            if (count <= 0)
                throw new IOException("What came is gone.", Marshal.GetLastPInvokeError());
            RandomAccess.Write(file, _buffer.AsSpan(0, count), offset);
            offset += count;
            left -= count;
        }

        return 0;
    }

    /// <summary>What is in it belongs nowhere any more.</summary>
    private void Renew()
    {
        _ofThread = null;
        _read.Dispose();
        _write.Dispose();
    }

    [DllImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static extern int Pipe(ref int ends, int flags);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, int command, int value);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(SafeFileHandle file, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static extern nint FromSocket(SafeSocketHandle from, nint noOffset, SafeFileHandle to, nint none, nint count, uint flags);

    [DllImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static extern nint IntoFile(SafeFileHandle from, nint noOffset, SafeFileHandle to, ref long offset, nint count, uint flags);
}
