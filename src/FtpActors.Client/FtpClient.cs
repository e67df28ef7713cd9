using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Core.Flows;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

/// <summary>A client of one server, over one control connection: tasks for everything FTP can do.</summary>
/// <remarks>
/// <para>Thread-safe: calls take turns on the connection in the order they were made. While a stream of this client is open, or a transfer
/// runs, the others wait; so nobody may wait for another call of the same client with a stream of it in hand.</para>
/// <para>Paths are the server's: absolute with a leading <c>/</c>, else relative to the current directory. CR, LF and NUL are refused
/// in every argument by <see cref="ArgumentException"/>, before anything is sent.</para>
/// <para>Every call fails with <see cref="FtpReplyException"/> when the server refuses, <see cref="FtpConnectionException"/> when a
/// connection does not last, <see cref="OperationCanceledException"/> when its token is cancelled. A cancelled transfer is ended by ABOR,
/// and the connection is used again. A connection that is lost between calls is replaced (<see cref="FtpClientOptions.Reconnect"/>).</para>
/// </remarks>
public sealed partial class FtpClient : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly ServerMemory _memory;
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly Throttle _upload;
    private readonly Throttle _download;
    private volatile ClientConnection? _connection;
    private volatile string? _directory;
    private volatile bool _isClosed;

    /// <summary>Connects with the first call.</summary>
    internal FtpClient(ActorSystem system, FtpClientOptions options, ServerMemory memory, Throttle upload, Throttle download) =>
        (_system, Options, _memory, _upload, _download) = (system, options, memory, upload, download);

    public FtpClientOptions Options { get; }

    /// <summary>The lines of FEAT; empty where the server does not know it.</summary>
    public IReadOnlyCollection<string> Features => [.. _memory.Features.Lines];

    /// <summary>Bytes per second of all transfers together. A change counts at once, also for transfers that run.</summary>
    public ThrottleOptions Limit
    {
        get => new() { Upload = _upload.Limit, Download = _download.Limit };
        set => (_upload.Limit, _download.Limit) = (value.Upload, value.Download);
    }

    internal ServerMemory Memory => _memory;

    /// <summary>Somebody left a directory that others expect to be in.</summary>
    internal bool HasMoved => _directory is not null;

    internal bool IsUsable => _connection is { IsAlive: true, IsIdle: true, IsSpent: false };

    /// <summary>Makes the connection that the first call would make.</summary>
    internal async Task Open(CancellationToken cancel) =>
        _connection ??= await ClientConnection.Open(_system, Options, _memory, cancel).ConfigureAwait(false);

    internal ILoggingAdapter Log => _system.Log;

    internal IMaterializer Materializer => _system.Materializer();

    internal ImmutableArray<Throttle> Throttles(bool isUpload) => [isUpload ? _upload : _download];

    /// <summary>Connects and logs in.</summary>
    /// <param name="system">Where the actor of the connection lives.</param>
    /// <param name="options">Whereto and how.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public static async Task<FtpClient> Connect(ActorSystem system, FtpClientOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        var (upload, download) = (new Throttle(options.Throttle.Upload, options.Time), new Throttle(options.Throttle.Download, options.Time));
        var client = new FtpClient(system, options, new ServerMemory(), upload, download);
        client._connection = await ClientConnection.Open(system, options, client._memory, cancel).ConfigureAwait(false);
        return client;
    }

    /// <summary>Says a command of your own that moves no data.</summary>
    /// <param name="line">Verb and argument.</param>
    /// <param name="expected">Codes that are a success; 2yz when null.</param>
    /// <param name="waited">Codes after which another reply follows; 1yz when null.</param>
    /// <param name="cancel">Ends the wait; the command takes its course.</param>
    public Task<FtpReply> Command(string line, ReplyMask? expected = null, ReplyMask? waited = null, CancellationToken cancel = default)
    {
        var step = new CommandStep(line, expected ?? ReplyMask.Completion, waited ?? "1xx");
        return Use(connection => connection.Run(step, false, cancel), cancel);
    }

    /// <summary>Says a command of your own that moves data, in whichever direction.</summary>
    /// <param name="line">Verb and argument.</param>
    /// <param name="offset">Said with REST before it, when not 0.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <returns>Read to its end, or completed; disposed before that the transfer is aborted.</returns>
    public Task<FtpDataStream> OpenData(string line, long offset = 0, CancellationToken cancel = default) =>
        OpenData(new DataRequest(line, offset), cancel);

    /// <summary>NOOP.</summary>
    public Task Noop(CancellationToken cancel = default) => Command("NOOP", cancel: cancel);

    /// <summary>QUIT at its turn, then the end. Idempotent.</summary>
    public async Task Quit()
    {
        _isClosed = true;
        if (_connection is { } connection)
            await connection.Quit().ConfigureAwait(false);
    }

    /// <summary>Ends the connection politely where it is idle; what runs is cut.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        if (_connection is not { } connection)
            return;
        if (!connection.IsIdle)
            connection.Cut();
        // Something that nobody waits for any more may still be before it.
        using var deadline = new CancellationTokenSource(Options.Timeouts.Quit, Options.Time);
        await using var cutting = deadline.Token.Register(connection.Cut).ConfigureAwait(false);
        await connection.Quit().ConfigureAwait(false);
    }

    private async Task<FtpDataStream> OpenData(DataRequest request, CancellationToken cancel) =>
        new(await Open(request, cancel).ConfigureAwait(false), _download, _upload);

    /// <summary>A transfer that has begun.</summary>
    internal Task<DataLease> Open(DataRequest request, CancellationToken cancel) =>
        Use(connection => connection.OpenData(request, cancel), cancel);

    internal Task<FtpReply> Run(string line, ReplyMask expected, CancellationToken cancel, bool needsBinary = false)
    {
        var step = new CommandStep(line, expected);
        return Use(connection => connection.Run(step, needsBinary, cancel), cancel);
    }

    internal Task<ImmutableArray<FtpReply>> Run(ImmutableArray<CommandStep> steps, CancellationToken cancel) =>
        Use(connection => connection.Run(steps, false, cancel), cancel);

    /// <summary>Works on the connection, or on the next one when it turns out to have ended before.</summary>
    private async Task<T> Use<T>(Func<ClientConnection, Task<T>> work, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            var connection = await Connected(cancel).ConfigureAwait(false);
            try
            {
                return await work(connection).ConfigureAwait(false);
            }
            catch (FtpConnectionException ended) when (ended.Fault == FtpConnectionFault.Idle && attempt < Options.Reconnect.Attempts && !_isClosed)
            {
                Forget(connection);
            }
        }
    }

    /// <summary>Makes another connection when a server refuses data because no TLS session was resumed (522): a ticket for that comes with each
    /// connection, and that of an aborted transfer may be lost.</summary>
    internal async Task RenewAfter(Exception failed)
    {
        if (failed is not FtpReplyException { Code: 522 } || _connection is not { } connection)
            return;
        Forget(connection);
        await connection.Quit().ConfigureAwait(false);
    }

    private void Forget(ClientConnection connection)
    {
#pragma warning disable CS0420 // Interlocked is as good as volatile.
        Interlocked.CompareExchange(ref _connection, null, connection);
#pragma warning restore CS0420
    }

    private async Task<ClientConnection> Connected(CancellationToken cancel)
    {
        if (_isClosed)
            throw new FtpConnectionException(FtpConnectionFault.Closed, "The client was closed.");
        if (_connection is { } living && IsGood(living))
            return living;
        await _connecting.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_connection is { } another && IsGood(another))
                return another;
            if (_connection is { IsAlive: true } spent)
                await spent.Quit().ConfigureAwait(false);
            var connection = await Reconnect(cancel).ConfigureAwait(false);
            _connection = connection;
            if (_isClosed)
                connection.Cut();
            return connection;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private bool IsGood(ClientConnection connection) => connection.IsAlive && (!connection.IsSpent || Options.Reconnect.Attempts == 0);

    private async Task<ClientConnection> Reconnect(CancellationToken cancel)
    {
        if (Options.Reconnect.Attempts == 0)
            throw new FtpConnectionException(FtpConnectionFault.Idle, "The control connection has ended.");
        for (var attempt = 1; ; attempt++)
        {
            await Pause.For(Options.Reconnect.BackoffBefore(attempt), Options.Time, cancel).ConfigureAwait(false);
            try
            {
                return await OpenInDirectory(cancel).ConfigureAwait(false);
            }
            catch (FtpException failed) when (attempt < Options.Reconnect.Attempts && IsTransient(failed))
            {
                // The next attempt tells.
            }
        }
    }

    private async Task<ClientConnection> OpenInDirectory(CancellationToken cancel)
    {
        var connection = await ClientConnection.Open(_system, Options, _memory, cancel).ConfigureAwait(false);
        try
        {
            if (_directory is { } directory)
                await connection.Run(new CommandStep("CWD " + directory, "2xx"), false, cancel).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Cut();
            throw;
        }
    }

    /// <summary>Whether the same may go better over another connection.</summary>
    internal static bool IsTransient(Exception failed) => failed switch
    {
        FtpConnectionException lost => lost.IsTransient,
        FtpReplyException refused => refused.Code is 421 or 425 or 426 or 522,
        _ => false,
    };

    /// <summary>The file is in use: just after a lost connection by the session that had it, which the server may not have missed yet.</summary>
    internal static bool IsBusy(Exception failed) => failed is FtpReplyException { Code: 450 };
}
