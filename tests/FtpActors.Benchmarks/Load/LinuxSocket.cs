using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;

namespace FtpActors.Benchmarks.Load;

/// <summary>A blocking IPv4 TCP connection by system calls of Linux: it allocates nothing, takes part in no event loop, and may be
/// connected again once it is closed. Waits <see cref="Patience"/> at most for its peer.</summary>
internal sealed partial class LinuxSocket : IDisposable
{
    private const int InternetFamily = 2;
    private const int StreamType = 1;
    private const int CloseOnExec = 0x80000;
    private const int SocketLevel = 1;
    private const int ReceiveTimeout = 20;
    private const int SendTimeout = 21;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int NoSignal = 0x4000;
    private const int Truncate = 0x20;
    private const int Interrupted = 4;
    private const string Library = "libc";

    /// <summary>Of sockaddr_in.</summary>
    private const int AddressSize = 16;

    private int _handle = -1;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <exception cref="Win32Exception">A system call failed; this goes for every method.</exception>
    public void Connect(IPAddress address, int port, bool noDelay = false)
    {
        Dispose();
        _handle = Checked(OpenSocket(InternetFamily, StreamType | CloseOnExec, 0));
        ReadOnlySpan<long> patience = [(long)Patience.TotalSeconds, 0];
        var timeout = MemoryMarshal.AsBytes(patience);
        Checked(SetOption(_handle, SocketLevel, ReceiveTimeout, timeout, (uint)timeout.Length));
        Checked(SetOption(_handle, SocketLevel, SendTimeout, timeout, (uint)timeout.Length));
        if (noDelay)
            Checked(SetOption(_handle, TcpLevel, NoDelay, BitConverter.IsLittleEndian ? [1, 0, 0, 0] : [0, 0, 0, 1], sizeof(int)));

        Span<byte> endPoint = stackalloc byte[AddressSize];
        endPoint.Clear();
        BitConverter.TryWriteBytes(endPoint, (ushort)InternetFamily);
        BinaryPrimitives.WriteUInt16BigEndian(endPoint[2..], (ushort)port);
        address.TryWriteBytes(endPoint[4..], out _);
        while (ConnectSocket(_handle, endPoint, AddressSize) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new Win32Exception();
        }
    }

    /// <summary>Sends all of it.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = SendSome(_handle, bytes, (nuint)bytes.Length, NoSignal);
            if (count >= 0)
                bytes = bytes[(int)count..];
            else if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new Win32Exception();
        }
    }

    /// <summary>Bytes received; 0 when the peer has ended its side.</summary>
    /// <param name="buffer">Gets them.</param>
    /// <param name="drops">The kernel throws them away instead of copying them.</param>
    public int Receive(Span<byte> buffer, bool drops = false)
    {
        while (true)
        {
            var count = ReceiveSome(_handle, buffer, (nuint)buffer.Length, drops ? Truncate : 0);
            if (count >= 0)
                return (int)count;
            if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new Win32Exception();
        }
    }

    /// <summary>Closes it; idempotent.</summary>
    public void Dispose()
    {
        if (_handle >= 0)
            _ = Close(_handle);
        _handle = -1;
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception();

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int handle, int level, int name, ReadOnlySpan<byte> value, uint length);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    private static partial int ConnectSocket(int handle, ReadOnlySpan<byte> address, uint length);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    private static partial nint SendSome(int handle, ReadOnlySpan<byte> bytes, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveSome(int handle, Span<byte> buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
