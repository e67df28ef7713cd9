using Akka.Actor;

namespace FtpActors.Server.Outcomes;

/// <summary>Who has subscribed, and what each has not answered. Not thread-safe.</summary>
internal sealed class OutcomeSubscriptions
{
    private readonly Dictionary<IActorRef, Subscription> _subscriptions = [];

    /// <summary>How many have still to answer, by outcome.</summary>
    private readonly Dictionary<long, int> _unanswered = [];

    public bool IsEmpty => _subscriptions.Count == 0;

    /// <summary>Nobody has anything to answer.</summary>
    public bool AreAnswered => _unanswered.Count == 0;

    /// <summary>The smallest; <see cref="int.MaxValue"/> when nobody has subscribed.</summary>
    public int Capacity => _subscriptions.Values.Select(subscription => subscription.Terms.Capacity).DefaultIfEmpty(int.MaxValue).Min();

    public IEnumerable<OutcomeProtocol.SubscribeOutcomes> All => _subscriptions.Values.Select(subscription => subscription.Terms);

    public void Set(OutcomeProtocol.SubscribeOutcomes terms)
    {
        if (_subscriptions.TryGetValue(terms.Subscriber, out var subscription))
            (subscription.Terms, subscription.IsSilent) = (terms, false);
        else
            _subscriptions.Add(terms.Subscriber, new Subscription(terms));
    }

    /// <returns>How many outcomes are done with by it.</returns>
    public int Remove(IActorRef subscriber) =>
        _subscriptions.Remove(subscriber, out var subscription) ? subscription.Waiting.Keys.Count(IsDone) : 0;

    /// <summary>Tells everybody; false when there is nobody.</summary>
    public bool Deliver(FtpTransferEvent outcome, IActorRef sender, DateTimeOffset now)
    {
        foreach (var (subscriber, subscription) in _subscriptions)
        {
            subscription.Waiting[outcome.Id] = (outcome, now);
            subscriber.Tell(outcome, sender);
        }

        if (IsEmpty)
            return false;
        _unanswered[outcome.Id] = _subscriptions.Count;
        return true;
    }

    /// <returns>Whether the outcome is done with by it.</returns>
    public bool Answer(IActorRef subscriber, long id)
    {
        if (!_subscriptions.TryGetValue(subscriber, out var subscription))
            return false;
        subscription.IsSilent = false;
        return subscription.Waiting.Remove(id) && IsDone(id);
    }

    /// <summary>Tells again what was told last at <paramref name="before"/> or earlier.</summary>
    public void Redeliver(IActorRef subscriber, IActorRef sender, DateTimeOffset before, DateTimeOffset now)
    {
        if (!_subscriptions.TryGetValue(subscriber, out var subscription))
            return;
        // One that has answered nothing since the last time hears the oldest alone: the rest would pile up in its mailbox.
        var due = subscription.Waiting.Values.Where(waiting => waiting.Told <= before).OrderBy(waiting => waiting.Outcome.Id);
        foreach (var (outcome, _) in due.Take(subscription.IsSilent ? 1 : int.MaxValue).ToArray())
        {
            subscription.Waiting[outcome.Id] = (outcome, now);
            subscriber.Tell(outcome, sender);
            subscription.IsSilent = true;
        }
    }

    private bool IsDone(long id)
    {
        if (--_unanswered[id] > 0)
            return false;
        _unanswered.Remove(id);
        return true;
    }

    private sealed class Subscription(OutcomeProtocol.SubscribeOutcomes terms)
    {
        public OutcomeProtocol.SubscribeOutcomes Terms { get; set; } = terms;

        /// <summary>It was told again, and has answered nothing since.</summary>
        public bool IsSilent { get; set; }

        public Dictionary<long, (FtpTransferEvent Outcome, DateTimeOffset Told)> Waiting { get; } = [];
    }
}
