namespace FtpActors.Core.Blocking;

/// <summary>Work of many parties for a few threads: the parties take turns, each has a bounded line of its own.</summary>
/// <remarks>However much one party brings, it is one turn that another one waits for it. Thread-safe.</remarks>
/// <typeparam name="TParty">What tells the parties apart.</typeparam>
/// <param name="threads">Do the work.</param>
/// <param name="maxWaiting">Pieces that may wait for a thread, of all parties together.</param>
/// <param name="maxWaitingOfOne">Pieces of one party that may wait.</param>
internal sealed class FairBacklog<TParty>(BlockingThreads threads, int maxWaiting, int maxWaitingOfOne)
    where TParty : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TParty, Queue<Action>> _waiting = [];

    /// <summary>Each party that has work waiting, once, in the order of their turns.</summary>
    private readonly Queue<TParty> _turns = new();

    private int _count;

    /// <summary>Like <see cref="BlockingThreads.Run{T}"/>; null when too much waits already.</summary>
    public Task<T>? Run<T>(TParty party, Func<T> work, CancellationToken cancel)
    {
        var (piece, done) = BlockingThreads.Piece(work, cancel);
        lock (_lock)
        {
            var line = _waiting.GetValueOrDefault(party);
            if (_count >= maxWaiting || line?.Count >= maxWaitingOfOne)
                return null;

            // One ticket per piece; whose piece it is shows when a thread takes the ticket.
            if (!threads.Post(TakeTurn))
                return threads.Run(work, cancel);
            if (line is null)
            {
                _waiting.Add(party, line = new Queue<Action>());
                _turns.Enqueue(party);
            }

            line.Enqueue(piece);
            _count++;
            return done;
        }
    }

    private void TakeTurn()
    {
        Action piece;
        lock (_lock)
        {
            var party = _turns.Dequeue();
            var line = _waiting[party];
            piece = line.Dequeue();
            _count--;
            if (line.Count > 0)
                _turns.Enqueue(party);
            else
                _waiting.Remove(party);
        }

        piece();
    }
}
