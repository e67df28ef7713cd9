using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit.Faults;

namespace FtpActors.TestKit;

/// <summary>A throw-away server and scripted clients for it, in one process.</summary>
/// <remarks>
/// Files are in memory, the user is <c>demo</c> with the password <c>demo</c>, the control port and the passive ports
/// are free ones, and failed logins are answered without delay. Disposing it ends every session at once.
/// </remarks>
public sealed class FtpPair : IAsyncDisposable
{
    private const string Quiet = "akka.loglevel = WARNING, akka.stdout-loglevel = WARNING";

    private readonly ActorSystem? _owned;
    private readonly ConfiguredUsers _users;
    private readonly RefusingPorts _refusing;
    private readonly ServerFiles _files;

    private FtpPair(FtpServer server, FtpServerOptions options, IPEndPoint endPoint, ActorSystem system, ActorSystem? owned, ConfiguredUsers users, FtpFaults faults, RefusingPorts refusing)
    {
        Server = server;
        Options = options;
        EndPoint = endPoint;
        System = system;
        _owned = owned;
        _users = users;
        _refusing = refusing;
        _files = new ServerFiles(options.Storage, system);
        Faults = faults;
    }

    public FtpServer Server { get; }

    /// <summary>What the server runs with.</summary>
    public FtpServerOptions Options { get; }

    /// <summary>Where the server accepts.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Where the server accepts with TLS from the start: the first of <see cref="FtpTlsOptions.Listen"/>.</summary>
    /// <exception cref="InvalidOperationException">Nowhere.</exception>
    public IPEndPoint ImplicitEndPoint => Options.Tls is { Listen.IsEmpty: false }
        ? Server.Bound.Result[Options.Listen.Length]
        : throw new InvalidOperationException("The server has no implicit listener.");

    /// <summary>The server's actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>What goes wrong, and when: nothing until it is ordered here.</summary>
    public FtpFaults Faults { get; }

    /// <summary>The server's files.</summary>
    public IFtpStorage Storage => Options.Storage;

    /// <summary>Starts a server that accepts when the task is done.</summary>
    /// <param name="configure">Changes the options; what it puts in (a storage, users) stays the caller's to dispose.</param>
    /// <param name="address">Loopback address to listen on; 127.0.0.1 when null.</param>
    /// <param name="system">Where the server lives, left running at the end; one of the pair's own when null.</param>
    public static async Task<FtpPair> StartAsync(
        Func<FtpServerOptions, FtpServerOptions>? configure = null,
        IPAddress? address = null,
        ActorSystem? system = null)
    {
        var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var defaults = new FtpServerOptions
        {
            Listen = ImmutableArray.Create(new IPEndPoint(address ?? IPAddress.Loopback, 0)),
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
            Passive = new PassiveOptions { FirstPort = 0, LastPort = 0 },
            Limits = new LimitOptions { LoginFailureDelay = TimeSpan.Zero },
        };
        var options = configure?.Invoke(defaults) ?? defaults;
        var (faults, refusing) = (new FtpFaults(), new RefusingPorts());
        var owned = system is null ? ActorSystem.Create("ftp-pair", Quiet) : null;
        try
        {
            var server = FtpServer.Start(system ?? owned!, FaultPlan.Applied(options, faults, refusing.Of));
            var bound = await server.Bound;
            return new FtpPair(server, options, bound[0], system ?? owned!, owned, users, faults, refusing);
        }
        catch
        {
            if (owned is not null)
                await owned.Terminate();
            users.Dispose();
            refusing.Dispose();
            throw;
        }
    }

    /// <summary>A client that has read the greeting.</summary>
    /// <param name="from">Local address to connect from, or null for any.</param>
    public async Task<FtpTranscript> Connect(IPAddress? from = null)
    {
        var client = await FtpTranscript.Connect(EndPoint, from);
        await client.Expect(220);
        return client;
    }

    /// <summary>A client that has logged in and chosen TYPE I.</summary>
    public async Task<FtpTranscript> Login(string user = "demo", string password = "demo")
    {
        var client = await Connect();
        await client.Login(user, password);
        await client.Command("TYPE I", 200);
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

    /// <summary>Ends the server and its sessions at once, then its actor system when that is the pair's own.</summary>
    public async ValueTask DisposeAsync()
    {
        System.Stop(Server.Actor);
        await Server.Stopped;
        if (_owned is not null)
            await _owned.Terminate();
        _users.Dispose();
        _refusing.Dispose();
    }
}
