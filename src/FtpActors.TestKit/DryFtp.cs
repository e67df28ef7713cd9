using System.Net;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit.Dry;
using FtpActors.TestKit.Faults;

namespace FtpActors.TestKit;

/// <summary>A whole server without a socket, whose time passes when it is told to, and scripted clients for it.</summary>
/// <remarks>
/// Everything but the network is that of a real one. Connections, also those of data, passive and active, are in memory, between
/// made-up addresses; every timer of the server waits for <see cref="Advance"/>. Files are in memory, the user is <c>demo</c> with the
/// password <c>demo</c>. For one caller at a time.
/// </remarks>
public sealed class DryFtp : IAsyncDisposable
{
    /// <summary>Looks at a server that is to be at rest, before time moves a little.</summary>
    private const int Looks = 3;

    /// <summary>The same before time leaps.</summary>
    private const int LooksBeforeLeap = 30;

    private const string Configuration = """
        akka.loglevel = WARNING
        akka.stdout-loglevel = WARNING
        akka.scheduler.implementation = "FtpActors.TestKit.Dry.VirtualScheduler, FtpActors.TestKit"
        akka.actor.default-dispatcher.executor = "FtpActors.TestKit.Dry.CountedExecutorConfigurator, FtpActors.TestKit"
        akka.actor.internal-dispatcher.executor = "FtpActors.TestKit.Dry.CountedExecutorConfigurator, FtpActors.TestKit"
        """;

    private static readonly TimeSpan Leap = TimeSpan.FromMilliseconds(500);

    private readonly MemoryNetwork _network;
    private readonly ManualTime _time;
    private readonly Work _work;
    private readonly ConfiguredUsers _users;
    private readonly ServerFiles _files;

    private DryFtp(FtpServer server, FtpServerOptions options, FtpFaults faults, IPEndPoint endPoint, ActorSystem system, MemoryNetwork network, ConfiguredUsers users)
    {
        var scheduler = (VirtualScheduler)system.Scheduler;
        (_time, _work) = (scheduler.Time, scheduler.Work);
        _network = network;
        _users = users;
        _files = new ServerFiles(options.Storage, system);
        Server = server;
        Options = options;
        Faults = faults;
        EndPoint = endPoint;
        System = system;
    }

    /// <summary>1 hour.</summary>
    public static TimeSpan DefaultLimit { get; } = TimeSpan.FromHours(1);

    public FtpServer Server { get; }

    /// <summary>What the server runs with.</summary>
    public FtpServerOptions Options { get; }

    /// <summary>What goes wrong, and when: nothing until it is ordered here.</summary>
    public FtpFaults Faults { get; }

    /// <summary>Where the server accepts: the first of <see cref="FtpServerOptions.Listen"/>.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The server's own.</summary>
    public ActorSystem System { get; }

    /// <summary>The server's files.</summary>
    public IFtpStorage Storage => Options.Storage;

    /// <summary>The server's clock. Only <see cref="Advance"/> moves it.</summary>
    public TimeProvider Time => _time;

    /// <summary>Starts a server that accepts when the task is done.</summary>
    /// <param name="configure">Changes the options; what it puts in (a storage, users) stays the caller's to dispose.</param>
    /// <param name="address">The server's; 192.0.2.1 when null. 2001:db8::1 is as good.</param>
    public static async Task<DryFtp> StartAsync(Func<FtpServerOptions, FtpServerOptions>? configure = null, IPAddress? address = null)
    {
        var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var system = ActorSystem.Create("dry-ftp", Configuration);
        try
        {
            CountedTurnDispatcher.Register(system);
            var scheduler = (VirtualScheduler)system.Scheduler;
            var network = new MemoryNetwork(scheduler.Work);
            var defaults = new FtpServerOptions
            {
                Listen = [new IPEndPoint(address ?? IPAddress.Parse("192.0.2.1"), 21)],
                Storage = new MemoryStorage(time: scheduler.Time),
                Authenticator = users,
                Users = users,
                Passive = new PassiveOptions { FirstPort = 0, LastPort = 0 },
                Network = network,
                Time = scheduler.Time,
            };
            var options = configure?.Invoke(defaults) ?? defaults;
            var faults = new FtpFaults();
            var server = FtpServer.Start(system, FaultPlan.Applied(options, faults, MemoryNetwork.RefusingPortOf));
            var bound = await server.Bound.ConfigureAwait(false);
            return new DryFtp(server, options, faults, bound[0], system, network, users);
        }
        catch
        {
            await system.Terminate().ConfigureAwait(false);
            users.Dispose();
            throw;
        }
    }

    /// <summary>A client that has read the greeting.</summary>
    /// <param name="from">Any address of the same family; 198.51.100.1 or 2001:db8::c when null.</param>
    /// <param name="server">Where to connect; <see cref="EndPoint"/> when null.</param>
    public async Task<FtpTranscript> Connect(IPAddress? from = null, IPEndPoint? server = null)
    {
        var client = await FtpTranscript.ConnectOver(_network, server ?? EndPoint, from, null).ConfigureAwait(false);
        await client.Expect(220).ConfigureAwait(false);
        return client;
    }

    /// <summary>A client that has logged in and chosen TYPE I.</summary>
    public async Task<FtpTranscript> Login(string user = "demo", string password = "demo")
    {
        var client = await Connect().ConfigureAwait(false);
        await client.Login(user, password).ConfigureAwait(false);
        await client.Command("TYPE I", 200).ConfigureAwait(false);
        return client;
    }

    /// <summary>Puts a file into the storage, past the server; replaces one that is there.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="content">The whole file.</param>
    public Task Put(string path, ReadOnlyMemory<byte> content) => _files.Put(path, content);

    /// <summary>The content of a file of the storage, past the server.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="StorageException">There is no such file.</exception>
    public Task<byte[]> Get(string path) => _files.Get(path);

    /// <summary>Lets time pass, from one timer of the server to the next. At each the server does all that it can do then, as far as
    /// nothing holds it up but time.</summary>
    /// <param name="span">Altogether; zero only lets the server come to rest.</param>
    public async Task Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        var end = _time.GetTimestamp() + span.Ticks;
        do
        {
            await Rest(end).ConfigureAwait(false);
        }
        while (_time.FireNext(end));
        _time.MoveTo(end);
    }

    /// <summary>Lets time pass until what a client does is done.</summary>
    /// <param name="action">One step or several; begun on the thread pool.</param>
    /// <param name="limit">At most; <see cref="DefaultLimit"/> when null.</param>
    /// <returns>The time it took.</returns>
    /// <exception cref="TimeoutException">It was not done within <paramref name="limit"/>.</exception>
    public Task<TimeSpan> AdvanceUntil(Func<Task> action, TimeSpan? limit = null)
    {
        var done = new TaskCompletionSource<Task>();
        _work.Post(() => done.SetResult(Begin()));
        return AdvanceUntil(done.Task.Unwrap(), limit);

        // Whatever it throws at once is the task's failure, too.
        async Task Begin() => await action().ConfigureAwait(false);
    }

    /// <summary>Lets time pass until a task is done, and awaits it.</summary>
    /// <param name="task">One step of a client, begun already.</param>
    /// <param name="limit">At most; <see cref="DefaultLimit"/> when null.</param>
    /// <returns>The time it took.</returns>
    /// <exception cref="TimeoutException">It was not done within <paramref name="limit"/>.</exception>
    public async Task<TimeSpan> AdvanceUntil(Task task, TimeSpan? limit = null)
    {
        var start = _time.GetTimestamp();
        var end = start + (limit ?? DefaultLimit).Ticks;
        do
        {
            await Rest(end).ConfigureAwait(false);
        }
        while (!task.IsCompleted && _time.FireNext(end));

        if (!task.IsCompleted)
        {
            _time.MoveTo(end);
            throw new TimeoutException($"It was not done within {limit ?? DefaultLimit} of the server's time.");
        }

        await task.ConfigureAwait(false);
        return _time.GetElapsedTime(start);
    }

    /// <summary>Ends the server and its sessions at once, then its actor system.</summary>
    public async ValueTask DisposeAsync()
    {
        System.Stop(Server.Actor);
        await Server.Stopped.ConfigureAwait(false);
        await System.Terminate().ConfigureAwait(false);
        _users.Dispose();
    }

    /// <summary>Waits until the server has nothing to do before its next timer.</summary>
    private async Task Rest(long end)
    {
        await _work.Rest(Looks, isLeap: false).ConfigureAwait(false);
        var next = Math.Min(_time.NextDue ?? end, end);
        if (next - _time.GetTimestamp() >= Leap.Ticks)
            await _work.Rest(LooksBeforeLeap, isLeap: true).ConfigureAwait(false);
    }
}
