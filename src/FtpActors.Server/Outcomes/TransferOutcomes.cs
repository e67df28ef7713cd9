using Akka.Actor;
using Akka.Event;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Outcomes;

/// <summary>Where transfers of a server say how they ended. Thread-safe.</summary>
/// <remarks>Nobody who listens makes it one object and one look into the event stream per transfer: the stream does not tell whether
/// somebody listens.</remarks>
internal sealed class TransferOutcomes(EventStream stream)
{
    private readonly Lock _lock = new();
    private volatile UploadJudge? _judge;
    private volatile IActorRef? _subscribers;
    private volatile TaskCompletionSource? _room;
    private int _capacity;
    private int _unanswered;
    private long _lastId;

    /// <summary>Decides about uploads, or null.</summary>
    public UploadJudge? Judge
    {
        get => _judge;
        set => _judge = value;
    }

    /// <summary>Null when a transfer may begin; else ends when one may, perhaps.</summary>
    public Task? Room => _room?.Task;

    public void Publish(TransferProtocol.IEnded ended, TransferFacts facts)
    {
        var outcome = FtpTransferEvent.Of(Interlocked.Increment(ref _lastId), facts, ended);
        stream.Publish(outcome);
        if (_subscribers is null)
            return;
        IActorRef? subscribers;
        lock (_lock)
        {
            subscribers = _subscribers;
            if (subscribers is not null)
            {
                _unanswered++;
                Look();
            }
        }

        subscribers?.Tell(outcome);
    }

    /// <summary>Has outcomes told to <paramref name="subscribers"/> from now on, who says by <see cref="Answered"/> when each is done with.</summary>
    /// <param name="subscribers">Null for nobody.</param>
    /// <param name="capacity">Outcomes not done with at which transfers wait.</param>
    public void Deliver(IActorRef? subscribers, int capacity)
    {
        lock (_lock)
        {
            (_subscribers, _capacity) = (subscribers, capacity);
            Look();
        }
    }

    public void Answered(int count)
    {
        lock (_lock)
        {
            _unanswered -= count;
            Look();
        }
    }

    private void Look()
    {
        var isFull = _subscribers is not null && _unanswered >= _capacity;
        if (isFull == (_room is not null))
            return;
        var room = _room;
        _room = isFull ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        room?.SetResult();
    }
}
