using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FtpActors.Core.Transport;

/// <summary>How much has to arrive on a socket before anybody is woken for it (SO_RCVLOWAT of socket(7)). The peer's end wakes at once.</summary>
/// <remarks>
/// A quick sender wakes whoever waits with each of its packets; on the same machine it even has to give way to them. And .NET's thread
/// that polls is woken by every packet of a socket that it knows, whether or not anybody waits there. Below the mark both sleep on.
/// Receiving is as before: it takes what is there.
/// </remarks>
/// <param name="socket">Stays the caller's.</param>
internal sealed class ReceiveMark(Socket socket) : IDisposable
{
    /// <summary>Bytes between two waits that make a peer a quick one, for which it is worth raising the mark.</summary>
    public const int Quick = 8 * 1024;

    private const int SocketLevel = 1;
    private const int LowWater = 18;

    /// <summary>Bytes.</summary>
    private const int High = 256 * 1024;

    /// <summary>A client that has said everything may wait for an answer. Longer where the thread pool has no thread for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private Timer? _timer;
    private volatile bool _isRaised;
    private bool _isRefused;

    public bool IsRaised => _isRaised;

    /// <summary>Does nothing where the system has no such mark.</summary>
    public void Raise()
    {
        lock (_lock)
        {
            if (_isRaised || _isRefused)
                return;
            try
            {
                Set(High);
                _isRaised = true;
            }
            catch (SocketException)
            {
                _isRefused = true;
            }
        }
    }

    /// <summary>The first byte wakes. One that is there already does so now.</summary>
    public void Lower()
    {
        lock (_lock)
        {
            if (!_isRaised)
                return;
            _isRaised = false;
            Set(1);
        }
    }

    /// <summary>Before a wait that has no end of its own: if the mark is raised, it is lowered after a moment.</summary>
    public void LowerLater()
    {
        if (_isRaised)
            (_timer ??= Timer()).Change(Longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>After that wait: the mark is lowered no more, unless it was.</summary>
    public void StayRaised()
    {
        if (_isRaised)
            _timer?.Change(Timeout.Infinite, Timeout.Infinite);
    }

    public void Dispose() => _timer?.Dispose();

    private Timer Timer()
    {
        using (ExecutionContext.SuppressFlow())
            return new Timer(static mark => ((ReceiveMark)mark!).TryLower(), this, Timeout.Infinite, Timeout.Infinite);
    }

    private void TryLower()
    {
        try
        {
            Lower();
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile, which wakes, too.
        }
    }

    private void Set(int bytes) =>
        socket.SetRawSocketOption(SocketLevel, LowWater, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in bytes)));
}
