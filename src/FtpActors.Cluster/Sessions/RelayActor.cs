using Akka.Actor;
using static FtpActors.Cluster.ClusterProtocol;
using Local = FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>Does at the node's server what another node asked for, and tells it the answer.</summary>
internal sealed class RelayActor : UntypedActor
{
    private readonly ClusterContext _context;
    private readonly ISessionCommand _command;
    private readonly IActorRef _client;

    public RelayActor(ClusterContext context, ISessionCommand command, IActorRef client) => (_context, _command, _client) = (context, command, client);

    public static Props Props(ClusterContext context, ISessionCommand command, IActorRef client) =>
        Akka.Actor.Props.Create(() => new RelayActor(context, command, client));

    protected override void PreStart()
    {
        Context.Watch(_context.Server);
        Context.SetReceiveTimeout(_context.Options.AnswerTimeout);
        _context.Server.Tell(Question());
    }

    protected override void OnReceive(object message)
    {
        if (Answer(message) is { } answer)
            _client.Tell(answer);
        else if (message is not ReceiveTimeout)
            return;
        Context.Stop(Self);
    }

    private Local.ICommand Question() => _command switch
    {
        MessageFound found => new Local.MessageSessions(found.Filter, found.Text),
        MessageOne one => new Local.MessageSession(one.Session, one.Text),
        KickOne kick => new Local.KickSession(kick.Session, kick.Reason),
        AbortOne abort => new Local.AbortTransfer(abort.Session, abort.Transfer),
        _ => throw new InvalidOperationException($"{_command.GetType()} is answered elsewhere."),
    };

    /// <summary>A server that has stopped has no sessions.</summary>
    private ISessionEvent? Answer(object message) => (message, _command) switch
    {
        (Local.MessageQueued queued, _) => new SessionsMessaged(_context.Self, queued.Sessions),
        (Local.SessionKicked kicked, _) => new SessionKicked(_context.Self, kicked.Session),
        (Local.AbortSent sent, _) => new TransferAborting(_context.Self, sent.Session, sent.Transfer),
        (Local.NoSuchSession missing, _) => new SessionMissing(_context.Self, missing.Session),
        (Local.NoSuchTransfer missing, _) => new TransferMissing(_context.Self, missing.Session, missing.Transfer),
        (Terminated, IOneSessionCommand one) => new SessionMissing(_context.Self, one.Session),
        (Terminated, _) => new SessionsMessaged(_context.Self, 0),
        _ => null,
    };
}
