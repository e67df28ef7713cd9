using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Transport;

/// <summary>Puts what arrives into a file by splice(2), on threads of its own. One receive at a time; reusable.</summary>
/// <remarks>
/// Writing waits for the medium, so it must not run where sockets are polled. A burst takes what is there and waits for a quick peer
/// only; what a slow one sends next brings the next burst.
/// </remarks>
internal sealed class LinuxFileReceiver : SocketAsyncEventArgs, IValueTaskSource<int>
{
    /// <summary>How long a burst waits for more, in microseconds, and below a raised mark takes what has come: nobody else has to wake up
    /// for a quick peer.</summary>
    private const int Patience = 200;

    private readonly Socket _socket;
    private readonly ReceiveMark _mark;
    private readonly Action<int> _moved;
    private readonly Action _burst;
    private readonly Action _fill;
    private ManualResetValueTaskSourceCore<int> _completion;
    private IRegionWriter? _writer;
    private long _offset;
    private int _most;
    private int _count;
    private int _sinceWait;
    private bool _isComplete;

    /// <param name="socket">Connected; stays the caller's.</param>
    /// <param name="mark">Of the socket; raised or not between two receives.</param>
    /// <param name="moved">Told of bytes that are in the file.</param>
    public LinuxFileReceiver(Socket socket, ReceiveMark mark, Action<int> moved)
        : base(true)
    {
        _socket = socket;
        _mark = mark;
        _moved = moved;
        _burst = Burst;
        _fill = Fill;
        SetBuffer(Array.Empty<byte>(), 0, 0);
        socket.Blocking = false;
    }

    /// <summary>Ends when <paramref name="most"/> bytes are in the file or the peer has closed its side, with how many came.</summary>
    public ValueTask<int> Receive(IRegionWriter writer, long offset, int most)
    {
        (_writer, _offset, _most, _count, _isComplete) = (writer, offset, most, 0, false);
        _completion.Reset();
        ReceiveThreads.Shared.PostOrDo(_burst);
        return new ValueTask<int>(this, _completion.Version);
    }

    public int GetResult(short token) => _completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    /// <summary>Something has come, or nothing will.</summary>
    protected override void OnCompleted(SocketAsyncEventArgs e) => ReceiveThreads.Shared.PostOrDo(_burst);

    private void Burst()
    {
        try
        {
            do
            {
                _mark.StayRaised();
                if (SocketError != SocketError.Success)
                    throw new SocketException((int)SocketError);
                _writer!.Fill(_fill);
                if (_isComplete)
                {
                    End(null);
                    return;
                }
            }
            while (!Await());
        }
        catch (Exception cause)
        {
            End(cause);
        }
    }

    /// <summary>False when something is there.</summary>
    private bool Await()
    {
        _mark.LowerLater();
        return _socket.ReceiveAsync(this);
    }

    private void Fill()
    {
        do
        {
            var count = KernelPipe.OfThread.Receive(_socket.SafeHandle, _writer!.File.SafeFileHandle, _offset, _most - _count);
            if (count > 0)
            {
                _offset += count;
                _count += count;
                _sinceWait += count;
                _moved(count);
            }

            _isComplete = count == 0 || _count == _most;
            if (count < 0 && !Arrives())
                return;
        }
        while (!_isComplete);
    }

    /// <summary>Waits a moment for a quick peer: for much at a time while it sends much.</summary>
    private bool Arrives()
    {
        if (_sinceWait >= ReceiveMark.Quick)
            _mark.Raise();
        else
            _mark.Lower();
        _sinceWait = 0;
        return _socket.Poll(Patience, SelectMode.SelectRead);
    }

    private void End(Exception? failure)
    {
        _writer = null;
        if (failure is null)
            _completion.SetResult(_count);
        else
            _completion.SetException(failure);
    }
}
