using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Commands;

/// <summary>Runs one verb the way a session does: guards of the default table first, then the handler, a probe as the session.</summary>
public abstract class CommandHandlerSpecBase : ActorSpecBase
{
    private readonly Dictionary<string, IActorRef> _handlers = [];
    private long _lastId;

    /// <param name="config">Of the actor system, beside its own.</param>
    protected CommandHandlerSpecBase(string config = "")
        : base($"akka.loglevel = WARNING\n{config}")
    {
        Session = CreateTestProbe("session");
        PassivePorts = CreateTestProbe("passive-ports");
        Options = new FtpServerOptions
        {
            Storage = new NoStorage(),
            Authenticator = new NoUsers(),
            Users = new NoUsers(),
        };
    }

    protected TestProbe Session { get; }

    protected TestProbe PassivePorts { get; }

    /// <summary>Set before the first command.</summary>
    protected FtpServerOptions Options { get; set; }

    /// <summary>The control connection's ends.</summary>
    protected IPEndPoint Local { get; set; } = new(IPAddress.Loopback, 2121);

    protected IPEndPoint Remote { get; set; } = new(IPAddress.Loopback, 50505);

    /// <summary>What is seen as the server's top actor.</summary>
    protected IActorRef Server { get; set; } = ActorRefs.Nobody;

    /// <summary>What is seen as the running transfer.</summary>
    protected TransferStatus? Transfer { get; set; }

    /// <summary>A session of the read-write user <c>demo</c> on <paramref name="storage"/>, in its root.</summary>
    protected static SessionState LoggedInOn(IFtpStorage storage, PathRights? rights = null) => SessionState.Initial with
    {
        User = new FtpUser { Name = "demo", Rights = rights ?? PathRights.ReadWrite },
        Storage = storage,
    };

    /// <summary>The outcome of <paramref name="line"/> (verb and argument) in <paramref name="state"/>. A guard's refusal
    /// and a fault with a reply come back as outcomes; an unexpected fault is thrown.</summary>
    protected async Task<Outcome> Run(string line, SessionState? state = null, CancellationToken cancel = default)
    {
        var (command, refused) = Send(line, state ?? SessionState.Initial, cancel);
        if (refused is not null)
            return refused;
        var answer = await Session.ExpectMsgAsync<IEvent>(cancellationToken: CancellationToken.None);
        return answer switch
        {
            Completed completed when completed.Id == _lastId => completed.Outcome,
            Faulted faulted when faulted.Id == _lastId => FaultReplies.Find(faulted.Cause, command.Path) is { } reply
                ? Outcome.Of(reply)
                : throw new InvalidOperationException("The handler failed unexpectedly.", faulted.Cause),
            _ => throw new InvalidOperationException($"{answer} answers an older command."),
        };
    }

    /// <summary>The reply of <see cref="Run"/>.</summary>
    protected async Task<FtpReply> Reply(string line, SessionState? state = null) =>
        (await Run(line, state)).Reply ?? throw new InvalidOperationException($"{line} gave no reply.");

    /// <summary>The reply of <see cref="Run"/> and the state after its changes.</summary>
    protected async Task<(FtpReply Reply, SessionState State)> Step(string line, SessionState? state = null)
    {
        var before = state ?? SessionState.Initial;
        var outcome = await Run(line, before);
        var after = outcome.Changes.Aggregate(before, (current, change) => change.Apply(current));
        return (outcome.Reply ?? throw new InvalidOperationException($"{line} gave no reply."), after);
    }

    /// <summary>Sends the command and does not wait: for handlers whose answer the test brings about.</summary>
    protected (Execute Command, Outcome? Refused) Send(string line, SessionState state, CancellationToken cancel = default)
    {
        var space = line.IndexOf(' ');
        var command = space < 0 ? new FtpCommand(line, "") : new FtpCommand(line[..space], line[(space + 1)..]);
        var spec = Options.Commands.Find(command.Verb) ?? throw new InvalidOperationException($"{command.Verb} is not in the table.");
        var path = spec.PathOf(command, state);
        var context = new SessionContext(1, Local, Remote, DateTime.UtcNow, Options, PassivePorts) { Server = Server };
        var execute = new Execute(++_lastId, command, path, state, context, Transfer, Session, cancel) { Must = spec.Must };
        if (spec.Refusal(command, state, path) is { } refusal)
            return (execute, Outcome.Of(refusal));
        if (!_handlers.TryGetValue(spec.Verb, out var handler))
            _handlers.Add(spec.Verb, handler = Sys.ActorOf(spec.Handler, spec.Verb));
        handler.Tell(execute, Session);
        return (execute, null);
    }

    private sealed class NoUsers : IAuthenticator, IUserDirectory
    {
        public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel) => Task.FromResult(false);

        public Task<FtpUser?> Find(string userName, CancellationToken cancel) => Task.FromResult<FtpUser?>(null);
    }

    private sealed class NoStorage : IFtpStorage
    {
        public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => Missing<FtpEntry>(path);

        public Akka.Streams.Dsl.Source<FtpEntry, Akka.NotUsed> List(FtpPath directory) =>
            Akka.Streams.Dsl.Source.Failed<FtpEntry>(StorageException.NotFound(directory));

        public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => Missing<IStorageReader>(path);

        public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => Missing<IStorageWriter>(path);

        public Task Delete(FtpPath path, CancellationToken cancel) => Missing<bool>(path);

        public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Missing<bool>(path);

        public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Missing<bool>(path);

        public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Missing<bool>(from);

        private static Task<T> Missing<T>(FtpPath path) => Task.FromException<T>(StorageException.NotFound(path));
    }
}
