using Akka.Actor;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>The sessions of a server, by number. Not thread-safe.</summary>
internal sealed class SessionDirectory
{
    private readonly SortedDictionary<long, (SessionContext Context, IActorRef Actor)> _sessions = [];

    public SessionDescription Add(SessionContext context, IActorRef session, DateTimeOffset now)
    {
        _sessions[context.Id] = (context, session);
        return context.View.Describe(context, now);
    }

    /// <summary>The session as it was last, or null when it is gone already.</summary>
    public SessionDescription? Remove(long id, DateTimeOffset now) =>
        _sessions.Remove(id, out var session) ? session.Context.View.Describe(session.Context, now) : null;

    public SessionList List(ListSessions query, DateTimeOffset now)
    {
        var found = new List<SessionDescription>();
        var total = 0;
        foreach (var (context, _) in Find(query.Filter ?? SessionFilter.All))
        {
            if (total++ < query.Most)
                found.Add(context.View.Describe(context, now));
        }

        return new SessionList([.. found], total);
    }

    public IEvent Describe(DescribeSession query, DateTimeOffset now) =>
        _sessions.TryGetValue(query.Session, out var session)
            ? new SessionFound(session.Context.View.Describe(session.Context, now))
            : new NoSuchSession(query.Session);

    public IEvent Message(MessageSession message)
    {
        if (!_sessions.TryGetValue(message.Session, out var session))
            return new NoSuchSession(message.Session);
        session.Actor.Tell(new SessionProtocol.Notify(UnreadMessages.Fit(message.Text)));
        return new MessageQueued(1);
    }

    public IEvent Message(MessageSessions message)
    {
        var notify = new SessionProtocol.Notify(UnreadMessages.Fit(message.Text));
        var reached = 0;
        foreach (var (_, actor) in Find(message.Filter))
        {
            actor.Tell(notify);
            reached++;
        }

        return new MessageQueued(reached);
    }

    public IEvent Kick(KickSession kick)
    {
        if (!_sessions.TryGetValue(kick.Session, out var session))
            return new NoSuchSession(kick.Session);
        session.Actor.Tell(new SessionProtocol.End(UnreadMessages.Fit(kick.Reason)));
        return new SessionKicked(kick.Session);
    }

    public IEvent Abort(AbortTransfer abort)
    {
        if (!_sessions.TryGetValue(abort.Session, out var session))
            return new NoSuchSession(abort.Session);
        if (session.Context.View.Transfer is not { } transfer || (abort.Transfer ?? transfer.Command.Id) != transfer.Command.Id)
            return new NoSuchTransfer(abort.Session, abort.Transfer);
        transfer.Actor.Tell(new TransferProtocol.Abort("The operator asked for it.", AbortedBy.Operator));
        return new AbortSent(abort.Session, transfer.Command.Id);
    }

    private IEnumerable<(SessionContext Context, IActorRef Actor)> Find(SessionFilter filter) =>
        _sessions.Values.Where(session => filter.Holds(session.Context.Id, session.Context.View.State));
}
