using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>A rented buffer that an operation in flight fills for a stage, and who gives it back when the stage ends first.</summary>
/// <remarks>An async callback that arrives after a stage has ended is dropped, so the buffer cannot ride on it. Instead
/// whichever comes last, the operation's end or the stage's, returns it.</remarks>
internal sealed class PendingBuffer
{
    private const int Idle = 0;
    private const int InFlight = 1;
    private const int Completed = 2;
    private const int Stopped = 3;

    private byte[]? _buffer;
    private int _state = Idle;

    /// <summary>Stage: the operation starts.</summary>
    public void Start(byte[] buffer)
    {
        _buffer = buffer;
        _state = InFlight;
    }

    /// <summary>Operation, any thread: it has ended. False when the stage is gone; the buffer is back then.</summary>
    public bool Complete()
    {
        if (Interlocked.CompareExchange(ref _state, Completed, InFlight) == InFlight)
            return true;
        Return();
        return false;
    }

    /// <summary>Stage, after <see cref="Complete"/>: the buffer is the caller's.</summary>
    public byte[] Take()
    {
        var buffer = _buffer!;
        _buffer = null;
        _state = Idle;
        return buffer;
    }

    /// <summary>Stage: it ends.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _state, Stopped) == Completed)
            Return();
    }

    private void Return()
    {
        TransferChunk.Return(_buffer!);
        _buffer = null;
    }
}
