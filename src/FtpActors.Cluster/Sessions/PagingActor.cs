using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Reads the sessions of the node's server once and sends them to whoever asked, in pages that fit in a frame.</summary>
internal sealed class PagingActor : UntypedActor
{
    /// <summary>A session may take 64 KiB on top, for texts that clients choose; usual ones take a hundred bytes.</summary>
    private const int MostBytes = 48 * 1024;

    private readonly ClusterContext _context;
    private readonly FindSessions _find;
    private readonly IActorRef _client;

    public PagingActor(ClusterContext context, FindSessions find, IActorRef client) => (_context, _find, _client) = (context, find, client);

    public static Props Props(ClusterContext context, FindSessions find, IActorRef client) =>
        Akka.Actor.Props.Create(() => new PagingActor(context, find, client));

    protected override void PreStart()
    {
        Context.Watch(_context.Server);
        Context.SetReceiveTimeout(_context.Options.AnswerTimeout);
        _context.Server.Tell(new ListSessions(_find.Filter, _find.Most));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionList list:
                foreach (var page in SessionPages.Of(_context.Self, list, MostBytes))
                    _client.Tell(page);
                Context.Stop(Self);
                break;
            case Terminated:
                _client.Tell(new SessionPage(_context.Self, [], 0, IsLast: true));
                Context.Stop(Self);
                break;
            case ReceiveTimeout:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
