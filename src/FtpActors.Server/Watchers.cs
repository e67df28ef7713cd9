using Akka.Actor;

namespace FtpActors.Server;

/// <summary>Who hears of every change that an actor makes, until they say otherwise or stop. Kept by the actor, also over a restart.</summary>
/// <param name="most">At once, so that nobody makes every change expensive.</param>
internal sealed class Watchers(int most)
{
    private readonly HashSet<IActorRef> _refs = [];

    /// <summary>Idempotent.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryAdd(IActorContext context, IActorRef watcher)
    {
        if (_refs.Count >= most && !_refs.Contains(watcher))
            return false;
        context.Watch(watcher);
        _refs.Add(watcher);
        return true;
    }

    /// <summary>Idempotent.</summary>
    public void Remove(IActorContext context, IActorRef watcher)
    {
        if (_refs.Remove(watcher))
            context.Unwatch(watcher);
    }

    public void Tell(object change)
    {
        foreach (var watcher in _refs)
            watcher.Tell(change);
    }
}
