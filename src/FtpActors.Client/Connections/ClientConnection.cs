using System.Collections.Immutable;
using Akka.Actor;
using FtpActors.Client.Data;
using FtpActors.Core.Wire;
using static FtpActors.Client.Connections.ClientProtocol;

namespace FtpActors.Client.Connections;

/// <summary>The tasks of one <see cref="ClientActor"/>. Thread-safe.</summary>
internal sealed class ClientConnection
{
    private static long _names;

    private readonly ActorSystem _system;
    private readonly IActorRef _actor;
    private readonly Task _stopped;
    private long _ids;
    private int _busy;
    private bool _isSpent;

    private ClientConnection(ActorSystem system, IActorRef actor)
    {
        (_system, _actor) = (system, actor);
        _stopped = actor.WatchAsync();
    }

    /// <summary>The connection may still be used: no more is known before it is.</summary>
    public bool IsAlive => !_stopped.IsCompleted;

    /// <summary>Nobody waits for anything, and no transfer runs.</summary>
    public bool IsIdle => Volatile.Read(ref _busy) == 0;

    /// <summary>No data connection of it can resume its TLS session any more.</summary>
    public bool IsSpent
    {
        get => Volatile.Read(ref _isSpent);
        set => Volatile.Write(ref _isSpent, value);
    }

    /// <summary>A connection that is logged in.</summary>
    /// <exception cref="FtpException">It did not come about.</exception>
    public static async Task<ClientConnection> Open(ActorSystem system, FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        var actor = system.ActorOf(ClientActor.Props(options, memory), $"ftp-client-{Interlocked.Increment(ref _names)}");
        var connection = new ClientConnection(system, actor);
        try
        {
            await connection.Ask<Ready>(id => new WhenReady(id), cancel).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            connection.Cut();
            throw;
        }
    }

    /// <summary>One command; its reply.</summary>
    public async Task<FtpReply> Run(CommandStep step, bool needsBinary, CancellationToken cancel) =>
        (await Run([step], needsBinary, cancel).ConfigureAwait(false))[0];

    /// <summary>Commands between which no other comes; their replies.</summary>
    public async Task<ImmutableArray<FtpReply>> Run(ImmutableArray<CommandStep> steps, bool needsBinary, CancellationToken cancel) =>
        (await Ask<Replied>(id => new Run(id, steps, needsBinary), cancel).ConfigureAwait(false)).Replies;

    /// <summary>A transfer that has begun. Nobody else has a turn before it ends.</summary>
    public async Task<DataLease> OpenData(DataRequest request, CancellationToken cancel)
    {
        var opened = await Ask<DataOpened>(id => new OpenData(id, request), cancel).ConfigureAwait(false);
        Interlocked.Increment(ref _busy);
        return new DataLease(this, opened);
    }

    /// <exception cref="OperationCanceledException">It was aborted meanwhile.</exception>
    public async Task<FtpReply> Finish(long transfer)
    {
        try
        {
            return await Ask<IEvent>(_ => new Finish(transfer), CancellationToken.None).ConfigureAwait(false) is Finished finished
                ? finished.Reply
                : throw new OperationCanceledException("The transfer was aborted.");
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    /// <summary>Ends a transfer whose end somebody waits for.</summary>
    public void Interrupt(long transfer) => _actor.Tell(new Abort(transfer), ActorRefs.Nobody);

    /// <summary>Never fails: with the connection the transfer has ended, too.</summary>
    public async Task Abort(long transfer)
    {
        try
        {
            await Ask<Aborted>(_ => new Abort(transfer), CancellationToken.None).ConfigureAwait(false);
        }
        catch (FtpException)
        {
            // Nothing is left to be aborted.
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    /// <summary>QUIT at its turn; never fails.</summary>
    public async Task Quit()
    {
        try
        {
            await Ask<Closed>(id => new Quit(id), CancellationToken.None).ConfigureAwait(false);
        }
        catch (FtpException)
        {
            // It has ended in another way.
        }

        await _stopped.ConfigureAwait(false);
    }

    /// <summary>Ends it at once, whatever runs.</summary>
    public void Cut() => _system.Stop(_actor);

    private async Task<T> Ask<T>(Func<long, ICommand> make, CancellationToken cancel)
        where T : class, IEvent
    {
        cancel.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _busy);
        try
        {
            return await AskNow<T>(make, cancel).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task<T> AskNow<T>(Func<long, ICommand> make, CancellationToken cancel)
        where T : class, IEvent
    {
        var command = make(Interlocked.Increment(ref _ids));
        var answer = _actor.Ask<IEvent>(command, Timeout.InfiniteTimeSpan);
        await using var _ = cancel.Register(() => _actor.Tell(new Cancel(command.Id), ActorRefs.NoSender)).ConfigureAwait(false);
        // What reaches an actor that has stopped is never answered.
        if (await Task.WhenAny(answer, _stopped).ConfigureAwait(false) == _stopped && !answer.IsCompleted)
            throw new FtpConnectionException(FtpConnectionFault.Idle, "The control connection had ended before the command was sent.");
        return await answer.ConfigureAwait(false) switch
        {
            Cancelled => throw new OperationCanceledException(cancel),
            // A refusal may come before the actor hears of the cancel.
            Failed { Cause: FtpReplyException } when cancel.IsCancellationRequested => throw new OperationCanceledException(cancel),
            Failed failed => throw Rethrown(failed.Cause),
            T expected => expected,
            var other => throw new InvalidOperationException($"{command} was answered by {other}."),
        };
    }

    /// <summary>The same exception may be thrown at several callers: each gets one of its own, with its own trace.</summary>
    private static Exception Rethrown(Exception cause) => cause switch
    {
        FtpReplyException refused => new FtpReplyException(refused.Command, refused.Reply),
        FtpConnectionException lost => new FtpConnectionException(lost.Fault, lost.Message, lost),
        _ => new InvalidOperationException(cause.Message, cause),
    };
}
