using Akka.Actor;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Answers what is asked of a server about its sessions, beside the actor that accepts connections, and tells watchers what changes.</summary>
/// <remarks>What it knows outlives a fault that restarts it.</remarks>
internal sealed class SessionDirectoryActor : UntypedActor
{
    private readonly SessionDirectory _directory;
    private readonly Watchers _watchers;

    public SessionDirectoryActor(SessionDirectory directory, Watchers watchers)
    {
        _directory = directory;
        _watchers = watchers;
    }

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props Props()
    {
        var (directory, watchers) = (new SessionDirectory(), new Watchers(MostWatchers));
        return Akka.Actor.Props.Create(() => new SessionDirectoryActor(directory, watchers));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Opened opened:
                _watchers.Tell(new SessionOpened(_directory.Add(opened.Context, opened.Session, Now)));
                break;
            case SessionProtocol.LogIn login:
                _watchers.Tell(new SessionLoggedIn(login.Session, login.User, login.Host));
                break;
            case SessionProtocol.LogOut logout:
                _watchers.Tell(new SessionLoggedOut(logout.Session, logout.User, logout.Host));
                break;
            case SessionProtocol.Leaving leaving:
                if (_directory.Remove(leaving.Session, Now) is { } last)
                    _watchers.Tell(new SessionClosed(last));
                break;
            case WatchSessions watch:
                OnWatch(watch.Watcher);
                break;
            case UnwatchSessions unwatch:
                _watchers.Remove(Context, unwatch.Watcher);
                unwatch.Watcher.Tell(new Unwatched());
                break;
            case Terminated terminated:
                _watchers.Remove(Context, terminated.ActorRef);
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
        if (_watchers.TryAdd(Context, watcher))
            watcher.Tell(_directory.List(new ListSessions(), Now));
        else
            watcher.Tell(new TooManyWatchers(MostWatchers));
    }

    /// <summary>A session has started.</summary>
    public sealed record Opened(SessionContext Context, IActorRef Session);
}
