using System.Collections.Frozen;
using System.Net;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>One session over loopback in virtual time; a probe stands for all its handlers, others for the shared actors.</summary>
public abstract class SessionSpecBase : ActorSpecBase
{
    public const string VirtualTime = """
        akka.loglevel = WARNING
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """;

    private static readonly CommandSpec[] Specs =
    [
        new("SLOW", Props.Empty),
        new("LOGIN", Props.Empty),
        new CommandSpec("LONG", Props.Empty).Long(),
        new CommandSpec("SITE", Props.Empty).Needs(Need.Login),
        new CommandSpec("GUARD", Props.Empty).Needs(Need.Login),
        new CommandSpec("KEEP", Props.Empty).Transparent(),
        new CommandSpec("DATA", Props.Empty).Transparent(),
        new CommandSpec("FETCH", Props.Empty).Needs(Need.Login | Need.DataConnection),
        new CommandSpec("STORE", Props.Empty).Needs(Need.Login | Need.Argument | Need.DataConnection),
        new CommandSpec("ABOR", Props.Empty).Interrupts().Transparent(),
        new CommandSpec("NOOP", Props.Empty).Urgent().Transparent(),
        new CommandSpec("AUTH", Props.Empty).Transparent(),
        new CommandSpec("QUIT", Props.Empty).Urgent(),
    ];

    private readonly TestProbe _watcher;
    private ControlClient? _client;
    private ControlChannel? _channel;

    protected SessionSpecBase()
        : base(VirtualTime)
    {
        Handlers = CreateTestProbe("handlers");
        UserSlots = CreateTestProbe("user-slots");
        _watcher = CreateTestProbe("watcher");
        Outcomes = new TransferOutcomes(Sys.EventStream);
        Options = new FtpServerOptions { Storage = new MemoryStorage(), Authenticator = new NoUsers(), Users = new NoUsers(), Timeouts = NoTimeouts };
    }

    /// <summary>Every timeout off: a spec switches on what it is about.</summary>
    protected static TimeoutOptions NoTimeouts { get; } = new()
    {
        Login = Timeout.InfiniteTimeSpan,
        Idle = Timeout.InfiniteTimeSpan,
        DataConnect = Timeout.InfiniteTimeSpan,
        Stalled = Timeout.InfiniteTimeSpan,
        ControlWrite = Timeout.InfiniteTimeSpan,
        Handler = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Set before <see cref="Open"/>.</summary>
    protected FtpServerOptions Options { get; set; }

    /// <summary>Gets every command that a session hands over.</summary>
    protected TestProbe Handlers { get; }

    protected TestProbe UserSlots { get; }

    protected IActorRef Session { get; private set; } = ActorRefs.Nobody;

    /// <summary>Of the session; there once it is open.</summary>
    protected SessionContext Context { get; private set; } = null!;

    private protected ControlClient Client => _client!;

    /// <summary>Hears how transfers end, and knows the judge.</summary>
    private protected TransferOutcomes Outcomes { get; }

    /// <summary>Starts the session and reads its greeting.</summary>
    /// <param name="kernelBuffer">See <see cref="ControlClient.Pair"/>.</param>
    private protected async Task<FtpReply> Open(int kernelBuffer = 0)
    {
        (_client, var server) = await ControlClient.Pair(kernelBuffer);
        _channel = new ControlChannel(new SocketControlTransport(server), Options.Limits, keepsBytes: Options.FallbackCodePage is not null, Options.TlsServer);
        var passivePorts = CreateTestProbe("passive-ports");
        Context = new SessionContext(
            7, (IPEndPoint)server.LocalEndPoint!, _client.Local, DateTime.UtcNow, Options, passivePorts)
        {
            TlsPolicy = Options.Tls?.Policy ?? TlsPolicy.Off,
        };
        var services = new SessionServices(
            Options,
            Specs.ToFrozenDictionary(spec => spec.Verb, spec => new CommandRoute(spec, [Handlers])),
            passivePorts,
            UserSlots,
            Sys.Materializer(),
            Logging.GetLogger(Sys, "session"))
        { Outcomes = Outcomes };
        Session = Sys.ActorOf(SessionActor.Props(Context, services, _channel), "session-7");
        _watcher.Watch(Session);
        return await _client.Reply();
    }

    /// <summary>Logs in as <c>demo</c>.</summary>
    protected async Task LogIn()
    {
        await Client.Send("LOGIN");
        await Answer("LOGIN", LoggedInAs("demo"));
        await UserSlots.ExpectMsgAsync<UserSlotsProtocol.Claim>();
        UserSlots.Reply(new UserSlotsProtocol.Taken());
        await Client.Expect(230);
    }

    protected static Outcome LoggedInAs(string name, int? maxSessions = null) => Outcome.Of(230, "Welcome.")
        .With(new LoggedIn(new FtpUser { Name = name, MaxSessions = maxSessions }, new MemoryStorage(), FtpPath.Root));

    /// <summary>Has a data connection announced, on <paramref name="connector"/>.</summary>
    protected async Task Announce(IDataConnector connector)
    {
        await Client.Send("DATA");
        await Answer("DATA", Outcome.Of(227, "Here.").With(new DataAnnounced(connector)));
        await Client.Expect(227);
    }

    private protected static TransferPlan Download(FakeReader reader) =>
        TransferPlan.Send("FETCH", FtpPath.Parse("/file"), reader, new(150, "Opening."));

    /// <summary>Waits until <paramref name="line"/>, and nothing before it, is handed over.</summary>
    protected async Task<Execute> Handed(string line)
    {
        var execute = await Handlers.ExpectMsgAsync<Execute>(TimeSpan.FromSeconds(30));
        Assert.Equal(line, execute.Command.ToString());
        return execute;
    }

    /// <summary>Waits until <paramref name="line"/> is handed over and answers it.</summary>
    protected async Task<Execute> Answer(string line, Outcome outcome)
    {
        var execute = await Handed(line);
        Answer(execute, outcome);
        return execute;
    }

    protected void Answer(Execute execute, Outcome outcome) => Tell(new Completed(execute.Id, outcome));

    protected void Fail(Execute execute, Exception cause) => Tell(new Faulted(execute.Id, cause));

    /// <summary>Runs <paramref name="line"/> to a 200.</summary>
    protected async Task<Execute> Run(string line, params SessionChange[] changes)
    {
        await Client.Send(line);
        var execute = await Answer(line, changes.Aggregate(Outcome.Of(200, line), (outcome, change) => outcome.With(change)));
        await Client.Expect(200);
        return execute;
    }

    private protected void Tell(object message) => Session.Tell(message, Handlers);

    /// <summary>Gives the session a line as if the client had sent it and waits until it has seen it.</summary>
    protected async Task Deliver(string line)
    {
        Tell(new SessionProtocol.LineReceived(CommandParser.Parse(line), LineFault.None));
        await Settled();
    }

    /// <summary>Waits until the session has dealt with every message it has got; it has to live.</summary>
    protected async Task Settled()
    {
        Session.Tell(new Identify(null), _watcher);
        Assert.NotNull((await _watcher.ExpectMsgAsync<ActorIdentity>()).Subject);
    }

    /// <summary>The session has dealt with all it has got and written nothing.</summary>
    protected async Task ExpectSilence()
    {
        await Settled();
        Assert.False(Client.HasInput, "The session has replied.");
    }

    /// <summary>Lets time pass once the session is at rest.</summary>
    protected async Task Advance(TimeSpan time)
    {
        await Settled();
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    protected async Task ExpectEnded() => await _watcher.ExpectTerminatedAsync(Session, TimeSpan.FromSeconds(30));

    protected override void AfterAll()
    {
        base.AfterAll();
        _client?.Dispose();
        _channel?.Dispose();
    }
}
