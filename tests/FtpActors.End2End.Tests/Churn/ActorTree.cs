using Akka.Actor;

namespace FtpActors.End2End.Tests.Churn;

/// <summary>The actors of a system that live at this moment.</summary>
internal static class ActorTree
{
    /// <summary>Their paths: everything below <c>/user</c> and the streams below <c>/system</c>.</summary>
    public static SortedSet<string> Of(ActorSystem system)
    {
        var extended = (ExtendedActorSystem)system;
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(extended.Guardian, paths);
        Collect(extended.SystemGuardian, paths);
        return paths;
    }

    private static void Collect(IActorRef actor, SortedSet<string> paths)
    {
        paths.Add(actor.Path.ToStringWithoutAddress());
        if (actor is not ActorRefWithCell cell)
            return;
        foreach (var child in cell.Children)
            Collect(child, paths);
    }
}
