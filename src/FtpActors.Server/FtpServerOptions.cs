using System.Collections.Immutable;
using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Accounts;
using FtpActors.Server.Admission;
using FtpActors.Server.Commands;
using FtpActors.Server.Languages;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Throttling;
using FtpActors.Server.Transfers;

namespace FtpActors.Server;

/// <summary>Everything a server is started with. Immutable: change it with <c>with</c>. Keys and ranges: <c>reference.hocon</c>.</summary>
public sealed record FtpServerOptions
{
    /// <summary>Name of the server's top actor: <c>/user/{Name}</c>. One server of a name in an actor system.</summary>
    public string Name { get; init; } = "ftp";

    /// <summary>Where control connections are accepted. Port 0 takes a free port.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, 2121)];

    /// <summary>Connections the kernel may hold while accepting is behind or paused; at least 1.</summary>
    public int Backlog { get; init; } = 1024;

    /// <summary>Text of the 220 greeting; several lines are allowed.</summary>
    public string Welcome { get; init; } = "FtpActors ready.";

    /// <summary>The files. Users see the part below their <see cref="FtpUser.Base"/>.</summary>
    public required IFtpStorage Storage { get; init; }

    /// <summary>Who somebody is. May be an <see cref="IUserIdentifier"/> as well.</summary>
    public required IAuthenticator Authenticator { get; init; }

    /// <summary>What they may do. May be an <see cref="ILogOutNotice"/> as well.</summary>
    public required IUserDirectory Users { get; init; }

    /// <summary>Virtual hosts by name, whatever its case, for HOST. Without any every name is this server's.</summary>
    public ImmutableDictionary<string, VirtualHost> Hosts
    {
        get;
        init => field = value.WithComparers(StringComparer.OrdinalIgnoreCase);
    }
    = ImmutableDictionary.Create<string, VirtualHost>(StringComparer.OrdinalIgnoreCase);

    /// <summary>For clients that do not speak UTF-8: a line that is not UTF-8, or OPTS UTF8 OFF, changes the session to it until
    /// OPTS UTF8 ON. Null: such lines read 501, OPTS UTF8 OFF 504.</summary>
    public CodePage? FallbackCodePage { get; init; }

    /// <summary>Languages of replies, for LANG; the first holds until then. What a catalogue lacks, such as a
    /// <see cref="Welcome"/> of your own, is sent as it is written.</summary>
    public ReplyLanguages Languages { get; init; } = ReplyLanguages.Default;

    /// <summary>How to bend to old clients, by user or client name, in this order: a later rule wins.</summary>
    public ImmutableArray<CompatibilityRule> Compatibility { get; init; } = [];

    public CommandTable Commands { get; init; } = CommandTable.Default;

    /// <summary>What SITE WHO shows and SITE MSG reaches; null for the sessions of this server.</summary>
    public ISessionOverview? Overview { get; init; }

    /// <summary>Sees every command of every session, in this order, and every reply, in the opposite one.</summary>
    public ImmutableList<CommandMiddleware> Middleware { get; init; } = [];

    /// <summary>Puts flows into the streams of transfers: see there for their order.</summary>
    public ImmutableList<TransferMiddleware> TransferMiddleware { get; init; } = [];

    /// <summary>What is told of transfers that end.</summary>
    public OutcomeOptions Outcomes { get; init; } = new();

    /// <summary>Null for none: AUTH reads 502.</summary>
    public FtpTlsOptions? Tls { get; init; }

    public PassiveOptions Passive { get; init; } = new();

    /// <summary>Which algorithm of the kernel decides how fast data connections send where <see cref="Throttle"/> does not. Linux only.</summary>
    public CongestionControl CongestionControl { get; init; } = CongestionControl.Auto;

    public TimeoutOptions Timeouts { get; init; } = new();

    public LimitOptions Limits { get; init; } = new();

    /// <summary>Who may connect, by address. Changed while it runs by <see cref="AdmissionProtocol"/>.</summary>
    public AdmissionOptions Admission { get; init; } = new();

    /// <summary>How fast data may go: of the server and of each connection. Users have limits of their own. Changed while it runs by <see cref="ThrottleProtocol"/>.</summary>
    public ThrottleLevels Throttle { get; init; } = ThrottleLevels.Unlimited;

    /// <summary>Who counts what users may have where this server is one of several; by itself it counts its own.</summary>
    public AccountOptions Accounts { get; init; } = new();

    /// <summary>Where connections come from and go to.</summary>
    internal INetwork Network { get; init; } = TcpNetwork.Instance;

    /// <summary>Stands between transfers and their data connections; null for nothing.</summary>
    internal ITransferTap? TransferTap { get; init; }

    /// <summary>Every clock and timer but those of actors, which have their scheduler's.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    internal DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>Of <see cref="Tls"/>, once the server starts.</summary>
    internal TlsServer? TlsServer { get; init; }

    /// <summary>What a running server remembers; each gets its own when it starts.</summary>
    internal LoginFailures LoginFailures { get; init; } = new(new LimitOptions().LoginFailureMemory, TimeProvider.System);
}

/// <summary>Passive data connections (PASV, EPSV).</summary>
public sealed record PassiveOptions
{
    /// <summary>First port of the range, 1–65535, or 0 for any free port (slower: each takes a new one).</summary>
    public int FirstPort { get; init; } = 28000;

    /// <summary>Last port of the range, inclusive.</summary>
    public int LastPort { get; init; } = 29999;

    /// <summary>IPv4 address to name in 227 replies in place of the local one (NAT), or null.</summary>
    public IPAddress? Address { get; init; }
}

/// <summary>How long things may take. <see cref="Timeout.InfiniteTimeSpan"/> switches a timeout off.</summary>
public sealed record TimeoutOptions
{
    /// <summary>From the greeting, or a logout, to a successful login; then 421.</summary>
    public TimeSpan Login { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Without a command and without a transfer; then 421.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest <see cref="Idle"/> a client may choose for its session with SITE IDLE; <see cref="Idle"/> itself where that is longer.</summary>
    public TimeSpan MaxIdle { get; init; } = TimeSpan.FromHours(2);

    /// <summary>From the transfer command to the open data connection; then 425.</summary>
    public TimeSpan DataConnect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A transfer without a byte moved, or of a listing an entry found; then 426.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A client that does not take its replies; then the connection is cut.</summary>
    public TimeSpan ControlWrite { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silence of a control connection after which the kernel probes it, so that no router forgets it during long
    /// transfers and commands; infinite leaves it to the system. Whole seconds, 1 second to 9 hours.</summary>
    public TimeSpan ControlKeepAlive { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From a command to its handler's answer; then 451.</summary>
    public TimeSpan Handler { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running transfers may go on once the server shuts down.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>How much there may be of things.</summary>
public sealed record LimitOptions
{
    /// <summary>Sessions at once; more read 421. At least 1.</summary>
    public int MaxSessions { get; init; } = 10_000;

    /// <summary>Sessions of one peer address at once; more read 421. At least 1.</summary>
    public int MaxSessionsPerAddress { get; init; } = 10_000;

    /// <summary>Sessions of one user at once, taken at login; more read 421... unless the user has a number of its own. At least 1.</summary>
    public int MaxSessionsPerUser { get; init; } = 10_000;

    /// <summary>Connections, refused ones included, at which accepting pauses until one has ended. At least <see cref="MaxSessions"/>.</summary>
    public int MaxConnections { get; init; } = 10_256;

    /// <summary>Failed logins of one connection; the last is answered 421 and cut. At least 1.</summary>
    public int MaxLoginFailures { get; init; } = 3;

    /// <summary>Delay of the answer to the first failed login; doubles with each of the same address, up to 30 seconds. After
    /// ten of them the password is only looked at after the delay. Zero for no delay at all.</summary>
    public TimeSpan LoginFailureDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a failed login counts for its address (IPv6: for its /64); a login that succeeds changes nothing.
    /// Zero: each connection counts its own.</summary>
    public TimeSpan LoginFailureMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest command line in bytes, CRLF not counted; longer ones read 500. 512–65536.</summary>
    public int MaxCommandLine { get; init; } = 4096;

    /// <summary>Commands read ahead of the one that runs; at this number the connection is not read further, so that ABOR is not seen
    /// either. A long one counts once for every 512 letters begun, so that this bounds memory, too. 1–1024.</summary>
    public int MaxHeldCommands { get; init; } = 64;

    /// <summary>Bytes an upload in MODE Z may inflate to; then 552. Null for any number. At least 1.</summary>
    public long? MaxInflatedUpload { get; init; }

    /// <summary>Bytes an upload in MODE Z may inflate to for each that arrives, once a MiB came out; then 552. At least 1. Usual
    /// files reach 20, zlib at most 1032.</summary>
    public int MaxInflateRatio { get; init; } = 100;
}
