using System.Collections.Immutable;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Outcomes;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Transfers;

/// <summary>One transfer from the data connection's opening to the storage's commit or roll-back. Owns plan and connector.</summary>
/// <remarks>It runs to its end whatever happens to the actor that started it, so nothing stays open.</remarks>
internal sealed class TransferRun(long id, TransferPlan plan, IDataConnector connector, TransferProgress progress, IMaterializer materializer, ImmutableArray<Throttle> throttles, TransferOrigin origin)
{
    private const int ReceiveChunk = 256 * 1024;

    /// <summary>Of what goes right into a file; transfers take turns after each.</summary>
    private const int ReceiveRegion = 2 * 1024 * 1024;

    /// <summary>Of the first receives, before it is known that it is worth a stream.</summary>
    private const int FirstReceiveChunk = 64 * 1024;

    /// <summary>However low a limit is; what came is passed on in smaller pieces then.</summary>
    private const int SmallestReceiveChunk = 512;

    private readonly CancellationTokenSource _connecting = new();
    /// <summary>Goes on where <see cref="Commit"/> or <see cref="Stop"/> is called.</summary>
    private readonly TaskCompletionSource? _mayCommit = plan.Writer is null ? null : new();
    private readonly Lock _lock = new();

    /// <summary>Of the stream, where there is one.</summary>
    private SharedKillSwitch? _killSwitch;
    private IDataTransport? _transport;
    private Exception? _stopped;
    private IEnded? _ended;
    private bool _hasBegun;
    private bool _hasConnected;
    private bool _isReported;

    /// <summary>The data connection was opened. Any thread.</summary>
    public bool IsOpen => Volatile.Read(ref _transport) is not null;

    /// <summary>Nothing of it is open any more. Any thread.</summary>
    public bool HasEnded => Volatile.Read(ref _isReported);

    /// <summary>Runs the transfer. The task fails only when rolling back or closing does.</summary>
    /// <param name="opened">Called once when the data connection is open, before the first byte moves.</param>
    /// <param name="received">Called when an upload is complete; <see cref="Commit"/> has to follow.</param>
    public async Task<IEnded> Execute(Action opened, Action<TransferHash?> received)
    {
        try
        {
            while (origin.Outcomes?.Room is { } room)
                await room.WaitAsync(_connecting.Token).ConfigureAwait(false);
            _hasBegun = true;
            if (origin.Treatment is { } treatment)
                await treatment.Begin(_connecting.Token).ConfigureAwait(false);
            _hasConnected = true;
            var transport = await connector.Connect(_connecting.Token).ConfigureAwait(false);
            Adopt(transport);
            opened();
            await transport.Open().ConfigureAwait(false);
            if (plan.Writer is null)
            {
                await Send(transport, plan.Reader!).ConfigureAwait(false);
            }
            else
            {
                await Receive(transport, plan.Writer).ConfigureAwait(false);
                received(origin.Treatment?.Hash());
                await _mayCommit!.Task.ConfigureAwait(false);
                await plan.Writer.Commit(_connecting.Token).ConfigureAwait(false);
            }

            return _ended = new Finished(id, progress.Bytes) { Hash = origin.Treatment?.Hash() };
        }
        catch (Exception cause)
        {
            if (plan.Writer is not null)
                await (_stopped is null && IsTruncated(cause) ? plan.Writer.Undo() : plan.Writer.RollBack()).ConfigureAwait(false);
            return _ended = _stopped switch
            {
                null => new Failed(id, progress.Bytes, cause),
                TransferAbortedException aborted => new Aborted(id, progress.Bytes, aborted.Message, aborted.By),
                { } reason => new Failed(id, progress.Bytes, reason),
            };
        }
        finally
        {
            try
            {
                await Close().ConfigureAwait(false);
            }
            finally
            {
                Report();
                Volatile.Write(ref _isReported, true);
            }
        }
    }

    public void Commit() => _mayCommit?.TrySetResult();

    /// <summary>Ends the transfer from any thread; the first reason counts. Once it commits, what the storage has not begun to commit is rolled back.</summary>
    public void Stop(Exception reason)
    {
        IDataTransport? transport;
        SharedKillSwitch? killSwitch;
        lock (_lock)
        {
            if (_stopped is not null)
                return;
            _stopped = reason;
            (transport, killSwitch) = (_transport, _killSwitch);
        }

        _connecting.Cancel();
        killSwitch?.Abort(reason);
        transport?.Abort();
        _mayCommit?.TrySetCanceled();
    }

    /// <summary>Somebody else may have ended it: it leaves nothing to go on with.</summary>
    private static bool IsTruncated(Exception cause) => cause switch
    {
        DataConnectionException { Fault: DataConnectionFault.Truncated } => true,
        AggregateException { InnerExceptions: [var inner] } => IsTruncated(inner),
        _ => false,
    };

    /// <summary>Bytes go as they are.</summary>
    private bool IsUnchanged => plan is { IsAscii: false, OnWire: null } && origin.Treatment is not { HasFlow: true };

    /// <summary>Bytes go as they are, and nobody has to see them: the kernel may move them by itself.</summary>
    private bool IsUnseen => IsUnchanged && origin.Treatment is not { SeesBytes: true };

    /// <summary>Bytes go as they are, and at once. What is small then needs no stream; a limit that is set meanwhile comes too late for it.</summary>
    private bool IsPlain => IsUnchanged && ThrottleFlow.Piece(throttles) == int.MaxValue;

    private Task Send(IDataTransport transport, IStorageReader reader) => reader switch
    {
        IWholeReader whole when IsPlain => SendWhole(transport, whole),
        ListingReader { HasNext: true } listing when IsPlain => SendListing(transport, listing),
        _ => Download(transport, reader).Run(materializer),
    };

    /// <summary>The first lines, which are all of most listings, need no stream; more becomes one.</summary>
    private async Task SendListing(IDataTransport transport, ListingReader listing)
    {
        using (var lines = await listing.Next(_connecting.Token).ConfigureAwait(false))
            await SendSeen(transport, lines, isLast: listing.IsAtEnd).ConfigureAwait(false);
        if (!listing.IsAtEnd)
            await Download(transport, listing).Run(materializer).ConfigureAwait(false);
    }

    private async Task SendWhole(IDataTransport transport, IWholeReader reader)
    {
        using var whole = reader.TakeWhole();
        await SendSeen(transport, whole, isLast: true).ConfigureAwait(false);
    }

    /// <param name="transport">Open.</param>
    /// <param name="chunk">Null for nothing.</param>
    /// <param name="isLast">Nothing more comes.</param>
    private async ValueTask SendSeen(IDataTransport transport, TransferChunk? chunk, bool isLast)
    {
        if (chunk is not null && origin.Treatment is { } treatment)
            await treatment.See(chunk).ConfigureAwait(false);
        await ((chunk, isLast) switch
        {
            (not null, true) => transport.SendLast(chunk),
            (not null, false) => transport.Send(chunk),
            (null, true) => transport.CompleteSend(),
            (null, false) => ValueTask.CompletedTask,
        }).ConfigureAwait(false);
    }

    private Task Receive(IDataTransport transport, IStorageWriter writer) =>
        writer is IWholeWriter whole && IsPlain ? ReceiveWhole(transport, whole) : Upload(transport, writer).Run(materializer);

    /// <summary>What arrives in one piece is given to the writer; more becomes a stream.</summary>
    /// <remarks>In a turn it looks for it when the client has been told to begin: one that runs on this processor has often sent it all by then, and
    /// no thread has to be woken for it.</remarks>
    private async Task ReceiveWhole(IDataTransport transport, IWholeWriter writer)
    {
        await Turn.Idle;
        if (await Turn.Of(DataSource.Next(transport, FirstReceiveChunk)) is not { } first)
            return;
        TransferChunk? second;
        try
        {
            second = await Turn.Of(DataSource.Next(transport, FirstReceiveChunk));
        }
        catch
        {
            writer.Give(first);
            throw;
        }

        if (second is null)
            await Give(writer, first).ConfigureAwait(false);
        else
            await Upload(transport, writer, first, second).Run(materializer).ConfigureAwait(false);
    }

    private async ValueTask Give(IWholeWriter writer, TransferChunk whole)
    {
        if (origin.Treatment is { } treatment)
            await treatment.See(whole).ConfigureAwait(false);
        writer.Give(whole);
    }

    private IRunnableGraph<Task<Done>> Upload(IDataTransport transport, IStorageWriter writer, params ReadOnlySpan<TransferChunk> received)
    {
        var killSwitch = KillSwitch();
        var bytes = transport.FillsRegions && IsUnseen && writer is IRegionWriter regions
            ? RegionSource.Create(transport, regions, () => NextReceive(ReceiveRegion), received)
            : DataSource.Create(transport, () => NextReceive(ReceiveChunk), received);
        bytes = bytes.Via(Throttle()).Via(killSwitch.Flow<TransferChunk>());
        if (plan.OnWire is not null)
            bytes = bytes.Via(plan.OnWire);
        if (plan.IsAscii)
            bytes = bytes.Via(AsciiFlow.FromWire());
        if (origin.Treatment is { } treatment)
            bytes = treatment.ToStorage(bytes, killSwitch);
        return bytes.ToMaterialized(writer.Content, Keep.Right);
    }

    private IRunnableGraph<Task<Done>> Download(IDataTransport transport, IStorageReader reader)
    {
        var bytes = IsUnseen && transport.TakesRegions && reader is IRegionReader regions ? regions.Regions : reader.Content;
        if (origin.Treatment is { } treatment)
            bytes = treatment.FromStorage(bytes);
        if (plan.IsAscii)
            bytes = bytes.Via(AsciiFlow.ToWire());
        if (plan.OnWire is not null)
            bytes = bytes.Via(plan.OnWire);
        return bytes.Via(Throttle()).Via(KillSwitch().Flow<TransferChunk>()).ToMaterialized(DataSink.Create(transport), Keep.Right);
    }

    private SharedKillSwitch KillSwitch()
    {
        lock (_lock)
        {
            var killSwitch = _killSwitch = KillSwitches.Shared("transfer");
            if (_stopped is not null)
                killSwitch.Abort(_stopped);
            return killSwitch;
        }
    }

    /// <summary>Always there, so that a limit set later holds for this transfer; while there is none it costs a call per chunk or region.</summary>
    private Flow<TransferChunk, TransferChunk, NotUsed> Throttle() => ThrottleFlow.Create(throttles, isWaiting => progress.IsHeldBack = isWaiting);

    /// <summary>No more than may go on soon: the rest waits in the kernel, and so the client does.</summary>
    private int NextReceive(int most) => Math.Clamp(ThrottleFlow.Piece(throttles), SmallestReceiveChunk, most);

    private void Adopt(IDataTransport transport)
    {
        progress.Follow(transport);
        if (plan.Reader is ListingReader listing)
            progress.Follow(listing.Progress);
        lock (_lock)
        {
            _transport = transport;
            if (_stopped is not null)
                throw _stopped;
        }
    }

    /// <summary>Last of all, so that whoever hears it finds nothing open and the file where it is to stay.</summary>
    private void Report()
    {
        if (_hasBegun && origin.Outcomes is { } outcomes)
            outcomes.Publish(_ended ?? new Failed(id, progress.Bytes, new InvalidOperationException("Rolling back failed.")), origin.Facts(progress));
    }

    private async Task Close()
    {
        origin.Treatment?.Dispose();
        if (!_hasConnected)
            connector.Dispose();
        if (_transport is not null)
            await _transport.DisposeAsync().ConfigureAwait(false);
        if (plan.Reader is not null)
            await plan.Reader.DisposeAsync().ConfigureAwait(false);
        if (plan.Writer is not null)
            await plan.Writer.DisposeAsync().ConfigureAwait(false);
    }
}
