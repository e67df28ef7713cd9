using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Transport;

/// <summary>Sends regions of files by the kernel (sendfile). One send at a time; reusable.</summary>
/// <remarks>The kernel reports a send only when all of it is done, so a region goes in pieces: they grow while the peer
/// is fast, for throughput, and shrink while it is slow, so that progress shows (stalled transfers, STAT).</remarks>
internal sealed class SocketFileSender : SocketAsyncEventArgs, IValueTaskSource
{
    private const int SmallestPiece = 64 * 1024;
    private const int LargestPiece = 16 * 1024 * 1024;
    private const long FastMilliseconds = 50;
    private const long SlowMilliseconds = 500;

    private readonly Socket _socket;
    private readonly Action<int> _moved;
    private ManualResetValueTaskSourceCore<bool> _completion;
    private int _piece = 1024 * 1024;

    public SocketFileSender(Socket socket, Action<int> moved)
        : base(true)
    {
        _socket = socket;
        _moved = moved;
    }

    public async ValueTask Send(FileRegion region)
    {
        var (offset, left) = (region.Offset, region.Length);
        while (left > 0)
        {
            var count = Math.Min(left, _piece);
            var started = Environment.TickCount64;
            await SendPiece(region.File, offset, count).ConfigureAwait(false);
            _moved(count);
            var elapsed = Environment.TickCount64 - started;
            if (elapsed < FastMilliseconds && _piece < LargestPiece)
                _piece *= 2;
            else if (elapsed > SlowMilliseconds && _piece > SmallestPiece)
                _piece /= 2;
            offset += count;
            left -= count;
        }
    }

    public void GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    protected override void OnCompleted(SocketAsyncEventArgs e) => Complete();

    private ValueTask SendPiece(FileStream file, long offset, int count)
    {
        _completion.Reset();
        SendPacketsElements = [new SendPacketsElement(file, offset, count)];
        if (!_socket.SendPacketsAsync(this))
            Complete();
        return new ValueTask(this, _completion.Version);
    }

    private void Complete()
    {
        if (SocketError == SocketError.Success)
            _completion.SetResult(true);
        else
            _completion.SetException(new SocketException((int)SocketError));
    }
}
