using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace FtpActors.Server.Dispatching;

/// <summary>Messages in their order, unbounded. One that waits alone has its place here; room for more is there only while more wait.</summary>
/// <remarks>Thread-safe; nothing is done under the lock but to move a message.</remarks>
internal sealed class LeanQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private const int FirstRoom = 8;

    /// <summary>A larger one is not kept for others.</summary>
    private const int LargestSpare = 256;

    /// <summary>Left by a queue that this thread emptied.</summary>
    [ThreadStatic]
    private static Envelope[]? _spare;

    private Envelope _first;

    /// <summary>A ring of those behind the first, or null; its length is a power of two.</summary>
    private Envelope[]? _others;

    private int _start;
    private int _count;

    public bool HasMessages => Volatile.Read(ref _count) > 0;

    public int Count => Volatile.Read(ref _count);

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (this)
        {
            if (_count == 0)
                _first = envelope;
            else
                Append(envelope);
            Volatile.Write(ref _count, _count + 1);
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        if (!HasMessages)
        {
            envelope = default;
            return false;
        }

        lock (this)
        {
            envelope = _first;
            if (_count == 0)
                return false;
            Volatile.Write(ref _count, _count - 1);
            _first = _count > 0 ? TakeOther() : default;
            return true;
        }
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }

    private void Append(Envelope envelope)
    {
        var others = _others ??= TakeSpare();
        if (_count > others.Length)
        {
            var roomy = new Envelope[others.Length * 2];
            for (var i = 0; i < others.Length; i++)
                roomy[i] = others[(_start + i) & (others.Length - 1)];
            (_others, _start) = (others = roomy, 0);
        }

        others[(_start + _count - 1) & (others.Length - 1)] = envelope;
    }

    private Envelope TakeOther()
    {
        var others = _others!;
        var envelope = others[_start];
        others[_start] = default;
        _start = (_start + 1) & (others.Length - 1);
        if (_count > 1)
            return envelope;
        (_others, _start) = (null, 0);
        if (others.Length <= LargestSpare)
            _spare = others;
        return envelope;
    }

    private static Envelope[] TakeSpare()
    {
        var spare = _spare ?? new Envelope[FirstRoom];
        _spare = null;
        return spare;
    }
}
