using Akka.Actor;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Answers what is asked of a server about its sessions, beside the actor that accepts connections, and tells watchers what changes.</summary>
/// <remarks>What it knows outlives a fault that restarts it.</remarks>
internal sealed class SessionDirectoryActor : UntypedActor
{
    private readonly SessionDirectory _directory;
    private readonly HashSet<IActorRef> _watchers;

    public SessionDirectoryActor(SessionDirectory directory, HashSet<IActorRef> watchers)
    {
        _directory = directory;
        _watchers = watchers;
    }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props()
    {
        var (directory, watchers) = (new SessionDirectory(), new HashSet<IActorRef>());
        return Akka.Actor.Props.Create(() => new SessionDirectoryActor(directory, watchers));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened opened:
                Publish(new SessionOpened(_directory.Add(opened.Context, opened.Session, Now)));
                break;
            case SessionProtocol.LogIn login:
                Publish(new SessionLoggedIn(login.Session, login.User, login.Host));
                break;
            case SessionProtocol.LogOut logout:
                Publish(new SessionLoggedOut(logout.Session, logout.User, logout.Host));
                break;
            case SessionProtocol.Leaving leaving:
                if (_directory.Remove(leaving.Session, Now) is { } last)
                    Publish(new SessionClosed(last));
                break;
            case WatchSessions watch:
                OnWatch(watch.Watcher);
                break;
            case UnwatchSessions unwatch:
                if (_watchers.Remove(unwatch.Watcher))
                    Context.Unwatch(unwatch.Watcher);
                unwatch.Watcher.Tell(new Unwatched());
                break;
            case Terminated terminated:
                _watchers.Remove(terminated.ActorRef);
                break;
            default:
                Answer(message);
                break;
        }
    }

    private void Answer(object message)
    {
        IEvent? answer = message switch
        {
            ListSessions list => _directory.List(list, Now),
            DescribeSession describe => _directory.Describe(describe, Now),
            MessageSession one => _directory.Message(one),
            MessageSessions several => _directory.Message(several),
            KickSession kick => _directory.Kick(kick),
            AbortTransfer abort => _directory.Abort(abort),
            _ => null,
        };
        if (answer is not null)
            Sender.Tell(answer);
        else
            Unhandled(message);
    }

    private void OnWatch(IActorRef watcher)
    {
        if (_watchers.Count >= MostWatchers && !_watchers.Contains(watcher))
        {
            watcher.Tell(new TooManyWatchers(MostWatchers));
            return;
        }

        Context.Watch(watcher);
        _watchers.Add(watcher);
        watcher.Tell(_directory.List(new ListSessions(), Now));
    }

    private void Publish(IEvent change)
    {
        foreach (var watcher in _watchers)
            watcher.Tell(change);
    }

    /// <summary>A session has started.</summary>
    public sealed record Opened(SessionContext Context, IActorRef Session);
}
