using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Admission;
using FtpActors.Server.Certificates;
using FtpActors.Server.Commands;
using FtpActors.Server.Dispatching;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Throttling;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Listening.ListenerProtocol;

namespace FtpActors.Server.Listening;

/// <summary>The top of a server: accepts on every address and starts a session per connection, within the limits.</summary>
/// <remarks>
/// <code>
/// Accepting ─Drain→ Draining ─last session ended→ outcomes handed over, or a little time is over→ stop
///                            └grace and a little more are over→ stop
/// </code>
/// A fault in a session ends that session; the actors that all sessions share are restarted.
/// </remarks>
internal sealed partial class ListenerActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryAccept = TimeSpan.FromSeconds(1);

    /// <summary>What aborted transfers have to close their ends, and subscribers to answer the last outcomes.</summary>
    private static readonly TimeSpan AfterGrace = TimeSpan.FromSeconds(2);

    private readonly FtpServerOptions _options;
    private readonly TaskCompletionSource<ImmutableArray<IPEndPoint>> _bound;
    private readonly ConnectionLimits _limits;
    private readonly SemaphoreSlim _permits;
    private readonly HashSet<IActorRef> _sessions = [];

    /// <summary>Where the sessions come from that count against the limits.</summary>
    private readonly Dictionary<IActorRef, IPAddress> _places = [];

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly KeepAlive _keepAlive;
    private ImmutableArray<Acceptor> _acceptors = [];
    private SessionServices _services = null!;
    private IActorRef _directory = ActorRefs.Nobody;
    private IActorRef _outcomes = ActorRefs.Nobody;
    private DateTimeOffset _graceEnd;
    private long _lastId;

    public ListenerActor(FtpServerOptions options, TaskCompletionSource<ImmutableArray<IPEndPoint>> bound)
    {
        _options = options;
        _bound = bound;
        _limits = new ConnectionLimits(options.Limits);
        _permits = new SemaphoreSlim(options.Limits.MaxConnections);
        _keepAlive = new KeepAlive(options.Timeouts.ControlKeepAlive, _log);
        _book = new AdmissionBook(options.Admission, Context.System.Scheduler.Now);
        _gate = new AdmissionGate(_book.Table);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private ImmutableArray<IPEndPoint> Bound => [.. _acceptors.Select(acceptor => acceptor.Local)];

    /// <param name="options">Of this server.</param>
    /// <param name="bound">Told the addresses that accept, or why not.</param>
    public static Props Props(FtpServerOptions options, TaskCompletionSource<ImmutableArray<IPEndPoint>> bound) =>
        Akka.Actor.Props.Create(() => new ListenerActor(options, bound));

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => _sessions.Contains(Sender) ? Directive.Stop : Directive.Restart);

    protected override void PreStart()
    {
        try
        {
            var tls = _options.Tls;
            foreach (var endPoint in _options.Listen)
                _acceptors = _acceptors.Add(Bind(endPoint, tls?.PolicyAt(endPoint) ?? TlsPolicy.Off));
            foreach (var endPoint in tls?.Listen ?? [])
                _acceptors = _acceptors.Add(Bind(endPoint, tls!.ImplicitPolicyAt(endPoint), isImplicitTls: true));
        }
        catch (AddressUnavailableException cause)
        {
            _bound.TrySetException(cause);
            Context.Stop(Self);
            return;
        }

        _services = StartServices();
        _certificates = StartCertificates();
        _admission = Context.ActorOf(AdmissionActor.Props(_book, _gate), "admission");
        foreach (var acceptor in _acceptors)
            acceptor.Start(Self);
        _bound.TrySetResult(Bound);
    }

    protected override void PostStop()
    {
        CloseAcceptors();
        _bound.TrySetCanceled();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Accepted accepted:
                OnAccepted(accepted.Transport, accepted.Acceptor);
                break;
            case SessionEnded ended:
                OnEnded(ended);
                break;
            case SessionProtocol.Leaving:
                FreePlace(Sender);
                _directory.Forward(message);
                break;
            case AcceptFailed failed:
                _log.Warning(failed.Cause, "{Local} does not accept; trying again in {Duration}.", failed.Acceptor.Local, RetryAccept);
                Timers.StartSingleTimer(failed.Acceptor, new Retry(failed.Acceptor), RetryAccept);
                break;
            case Retry retry:
                retry.Acceptor.Resume();
                break;
            case ServerProtocol.Drain drain:
                OnDrain(drain.Grace);
                break;
            case ServerProtocol.GetAddresses:
                TellAddresses();
                break;
            case ThrottleProtocol.ICommand limit:
                OnLimit(limit);
                break;
            case SessionDirectoryProtocol.ICommand or SessionProtocol.LogIn or SessionProtocol.LogOut:
                _directory.Forward(message);
                break;
            case CertificatesProtocol.ICommand when _certificates is not null:
                _certificates.Forward(message);
                break;
            case OutcomeProtocol.ICommand or VerdictProtocol.ICommand:
                _outcomes.Forward(message);
                break;
            case AdmissionProtocol.ICommand:
                _admission.Forward(message);
                break;
            case AdmissionActor.RulesChanged:
                EndRefused();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Draining(object message)
    {
        switch (message)
        {
            case Accepted accepted:
                accepted.Transport.Dispose();
                break;
            case SessionEnded ended:
                OnEnded(ended);
                if (_sessions.Count == 0)
                    HandOver();
                break;
            case GraceOver:
                foreach (var session in _sessions)
                    session.Tell(new SessionProtocol.End("The server is shutting down.") { IsShutDown = true });
                Timers.StartSingleTimer(GraceOver.Key, new StopNow(), AfterGrace);
                break;
            case StopNow or HandedOver:
                Context.Stop(Self);
                break;
            case ServerProtocol.Drain drain:
                Sender.Tell(new ServerProtocol.Draining(_sessions.Count));
                if (_sessions.Count > 0 && EndOf(drain.Grace) < _graceEnd)
                    StartGrace(drain.Grace);
                break;
            case ServerProtocol.GetAddresses:
                TellAddresses();
                break;
            case AcceptFailed or Retry:
                break;
            case ThrottleProtocol.ICommand limit:
                OnLimit(limit);
                break;
            case SessionDirectoryProtocol.ICommand or SessionProtocol.Leaving or SessionProtocol.LogIn or SessionProtocol.LogOut:
                _directory.Forward(message);
                break;
            case CertificatesProtocol.ICommand when _certificates is not null:
                _certificates.Forward(message);
                break;
            case OutcomeProtocol.ICommand or VerdictProtocol.ICommand:
                _outcomes.Forward(message);
                break;
            case AdmissionProtocol.ICommand:
                _admission.Forward(message);
                break;
            case AdmissionActor.RulesChanged:
                EndRefused();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnAccepted(IControlTransport transport, Acceptor acceptor)
    {
        try
        {
            var (local, remote) = (transport.Local, transport.Remote);
            _keepAlive.Apply(transport);
            var channel = new ControlChannel(transport, _options.Limits, _options.FallbackCodePage is not null, acceptor.HasTls ? _services.Tls : null);
            if (_gate.Refusal(remote.Address) is { } closed)
            {
                _log.Debug("{Remote} refused: its address is not allowed.", remote);
                Refuse(channel, acceptor, closed);
                return;
            }

            if (_limits.Enter(remote.Address) is { } refusal)
            {
                _log.Warning("{Remote} refused: {ReplyCode}, {Sessions} sessions.", remote, refusal.Code, _limits.Sessions);
                Refuse(channel, acceptor, refusal);
                return;
            }

            StartSession(channel, acceptor, local, remote);
        }
        catch (SocketException)
        {
            // Gone before it was looked at.
            transport.Dispose();
            _permits.Release();
        }
    }

    private void StartSession(ControlChannel channel, Acceptor acceptor, IPEndPoint local, IPEndPoint remote)
    {
        var context = new SessionContext(++_lastId, local, remote, _options.UtcNow, _options, _services.PassivePorts)
        {
            Server = Self,
            TlsPolicy = acceptor.TlsPolicy,
            IsImplicitTls = acceptor.IsImplicitTls,
        };
        var session = Context.ActorOf(SessionActor.Props(context, _services, channel).OnSame(Context), $"session-{context.Id}");
        _sessions.Add(session);
        _places.Add(session, remote.Address);
        Context.WatchWith(session, new SessionEnded(session, context.Id));
        _directory.Tell(new SessionDirectoryActor.Opened(context, session));
    }

    private void Refuse(ControlChannel channel, Acceptor acceptor, FtpReply refusal)
    {
        // A client that waits for TLS cannot read it, and a handshake only to refuse costs too much.
        if (!acceptor.IsImplicitTls)
            channel.Write(_options.Languages.Current.Of(refusal));
        channel.Close();
        _permits.Release();
    }

    private void OnEnded(SessionEnded ended)
    {
        _sessions.Remove(ended.Session);
        FreePlace(ended.Session);
        _directory.Tell(new SessionProtocol.Leaving(ended.Id));
        _permits.Release();
    }

    private void FreePlace(IActorRef session)
    {
        if (_places.Remove(session, out var address))
            _limits.Leave(address);
    }

    private void OnLimit(ThrottleProtocol.ICommand command)
    {
        if (_services.Throttles.Handle(command) is { } answer)
            Sender.Tell(answer);
        else
            Unhandled(command);
    }

    private void OnDrain(TimeSpan grace)
    {
        CloseAcceptors();
        Sender.Tell(new ServerProtocol.Draining(_sessions.Count));
        Become(Draining);
        if (_sessions.Count == 0)
        {
            HandOver();
            return;
        }

        _log.Info("Shutting down: {Sessions} sessions have {Duration} to finish.", _sessions.Count, grace);
        foreach (var session in _sessions)
            session.Tell(new SessionProtocol.ShutDown());
        StartGrace(grace);
    }

    /// <summary>All sessions have ended: what their transfers came to is with the outcomes already.</summary>
    private void HandOver()
    {
        Context.WatchWith(_outcomes, new HandedOver());
        _outcomes.Tell(new OutcomesActor.HandOver());
        Timers.StartSingleTimer(GraceOver.Key, new StopNow(), AfterGrace);
    }

    private void TellAddresses() => Sender.Tell(new ServerProtocol.Addresses(Bound));

    private void StartGrace(TimeSpan grace)
    {
        _graceEnd = EndOf(grace);
        if (grace != Timeout.InfiniteTimeSpan)
            Timers.StartSingleTimer(GraceOver.Key, new GraceOver(), grace);
    }

    private static DateTimeOffset EndOf(TimeSpan grace) =>
        grace == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : Context.System.Scheduler.Now + grace;

    private Acceptor Bind(IPEndPoint endPoint, TlsPolicy tlsPolicy, bool isImplicitTls = false)
    {
        try
        {
            return Acceptor.Bind(_options.Network, endPoint, _options.Backlog, _permits, tlsPolicy, isImplicitTls);
        }
        catch (SocketException cause)
        {
            throw new AddressUnavailableException(endPoint, cause);
        }
    }

    private SessionServices StartServices()
    {
        Context.ActorOf(UnclaimedOutcomesActor.Props, "unclaimed-outcomes");
        _directory = Context.ActorOf(SessionDirectoryActor.Props().OnSame(Context), "session-directory");
        var outcomes = new TransferOutcomes(Context.System.EventStream);
        _outcomes = Context.ActorOf(OutcomesActor.Props(outcomes), "outcomes");
        var routes = _options.Commands.Specs.ToFrozenDictionary(
            spec => spec.Verb,
            spec => new CommandRoute(spec, StartHandlers(spec)),
            StringComparer.Ordinal);
        return new SessionServices(
            _options,
            routes,
            Context.ActorOf(PassivePortsActor.Props(_options.Passive, _options.Network, _options.CongestionControl).OnSame(Context), "passive-ports"),
            Context.ActorOf(UserSlotsActor.Props(_options.Accounts).OnSame(Context), "user-slots"),
            Context.System.Materializer(),
            _log)
        { Outcomes = outcomes };
    }

    /// <summary>Ours know nothing but their messages, so that there can be one for each processor. What calls an embedder's code but a storage's, which
    /// several verbs call anyway, is one for all sessions.</summary>
    private static ImmutableArray<IActorRef> StartHandlers(CommandSpec spec)
    {
        var (props, name) = (spec.Handler.OnSameIfOurs(Context), $"command-{Uri.EscapeDataString(spec.Verb)}");
        var more = spec.Handler.IsOurs() && spec.Needed.HasFlag(Need.Login) && spec.Verb != SiteHandler.Verb ? Environment.ProcessorCount - 1 : 0;
        return [Context.ActorOf(props, name), .. Enumerable.Range(1, more).Select(number => Context.ActorOf(props, $"{name}+{number}"))];
    }

    private void CloseAcceptors()
    {
        foreach (var acceptor in _acceptors)
            acceptor.Dispose();
        _acceptors = [];
    }

    private sealed record SessionEnded(IActorRef Session, long Id);

    private sealed record Retry(Acceptor Acceptor);

    private sealed record GraceOver
    {
        public const string Key = "grace";
    }

    private sealed record StopNow;

    private sealed record HandedOver;
}
