using System.Collections.Immutable;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
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

    /// <summary>Of the first receives, before it is known that it is worth a stream.</summary>
    private const int FirstReceiveChunk = 64 * 1024;

    /// <summary>However low a limit is; what came is passed on in smaller pieces then.</summary>
    private const int SmallestReceiveChunk = 512;

    private readonly CancellationTokenSource _connecting = new();
    private readonly SharedKillSwitch _killSwitch = KillSwitches.Shared("transfer");
    private readonly TaskCompletionSource _mayCommit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private IDataTransport? _transport;
    private Exception? _stopped;
    private IEnded? _ended;
    private bool _hasBegun;

    /// <summary>Runs the transfer. The task fails only when rolling back or closing does.</summary>
    /// <param name="opened">Called once when the data connection is open, before the first byte moves.</param>
    /// <param name="received">Called when an upload is complete; <see cref="Commit"/> has to follow.</param>
    public async Task<IEnded> Execute(Action opened, Action received)
    {
        try
        {
            while (origin.Outcomes?.Room is { } room)
                await room.WaitAsync(_connecting.Token).ConfigureAwait(false);
            _hasBegun = true;
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
                received();
                await _mayCommit.Task.ConfigureAwait(false);
                await plan.Writer.Commit(CancellationToken.None).ConfigureAwait(false);
            }

            return _ended = new Finished(id, progress.Bytes);
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
            }
        }
    }

    public void Commit() => _mayCommit.TrySetResult();

    /// <summary>Ends the transfer from any thread; the first reason counts. Without effect once it commits.</summary>
    public void Stop(Exception reason)
    {
        IDataTransport? transport;
        lock (_lock)
        {
            if (_stopped is not null)
                return;
            _stopped = reason;
            transport = _transport;
        }

        if (transport is null)
            _connecting.Cancel();
        _killSwitch.Abort(reason);
        _mayCommit.TrySetCanceled();
        transport?.Abort();
    }

    /// <summary>Somebody else may have ended it: it leaves nothing to go on with.</summary>
    private static bool IsTruncated(Exception cause) => cause switch
    {
        DataConnectionException { Fault: DataConnectionFault.Truncated } => true,
        AggregateException { InnerExceptions: [var inner] } => IsTruncated(inner),
        _ => false,
    };

    /// <summary>Bytes go as they are. What is small then needs no stream; a limit that is set meanwhile comes too late for it.</summary>
    private bool IsPlain => plan is { IsAscii: false, OnWire: null } && ThrottleFlow.Piece(throttles) == int.MaxValue;

    private Task Send(IDataTransport transport, IStorageReader reader) =>
        reader is IWholeReader whole && IsPlain ? SendWhole(transport, whole) : Download(transport, reader).Run(materializer);

    private static async Task SendWhole(IDataTransport transport, IWholeReader reader)
    {
        using (var whole = reader.TakeWhole())
        {
            if (whole is not null)
                await transport.Send(whole).ConfigureAwait(false);
        }

        await transport.CompleteSend().ConfigureAwait(false);
    }

    private Task Receive(IDataTransport transport, IStorageWriter writer) =>
        writer is IWholeWriter whole && IsPlain ? ReceiveWhole(transport, whole) : Upload(transport, writer).Run(materializer);

    /// <summary>What arrives in one piece is given to the writer; more becomes a stream.</summary>
    private async Task ReceiveWhole(IDataTransport transport, IWholeWriter writer)
    {
        if (await DataSource.Next(transport, FirstReceiveChunk).ConfigureAwait(false) is not { } first)
            return;
        TransferChunk? second;
        try
        {
            second = await DataSource.Next(transport, FirstReceiveChunk).ConfigureAwait(false);
        }
        catch
        {
            writer.Give(first);
            throw;
        }

        if (second is null)
            writer.Give(first);
        else
            await Upload(transport, writer, first, second).Run(materializer).ConfigureAwait(false);
    }

    private IRunnableGraph<Task<Done>> Upload(IDataTransport transport, IStorageWriter writer, params ReadOnlySpan<TransferChunk> received)
    {
        var bytes = DataSource.Create(transport, NextReceiveChunk, received).Via(Throttle()).Via(_killSwitch.Flow<TransferChunk>());
        if (plan.OnWire is not null)
            bytes = bytes.Via(plan.OnWire);
        if (plan.IsAscii)
            bytes = bytes.Via(AsciiFlow.FromWire());
        return bytes.ToMaterialized(writer.Content, Keep.Right);
    }

    private IRunnableGraph<Task<Done>> Download(IDataTransport transport, IStorageReader reader)
    {
        var isPlain = !plan.IsAscii && plan.OnWire is null && transport.TakesRegions;
        var bytes = isPlain && reader is IRegionReader regions ? regions.Regions : reader.Content;
        if (plan.IsAscii)
            bytes = bytes.Via(AsciiFlow.ToWire());
        if (plan.OnWire is not null)
            bytes = bytes.Via(plan.OnWire);
        return bytes.Via(Throttle()).Via(_killSwitch.Flow<TransferChunk>()).ToMaterialized(DataSink.Create(transport), Keep.Right);
    }

    /// <summary>Always there, so that a limit set later holds for this transfer; while there is none it costs a call per chunk or region.</summary>
    private Flow<TransferChunk, TransferChunk, NotUsed> Throttle() => ThrottleFlow.Create(throttles, isWaiting => progress.IsHeldBack = isWaiting);

    /// <summary>No more than may go on soon: the rest waits in the kernel, and so the client does.</summary>
    private int NextReceiveChunk() => Math.Clamp(ThrottleFlow.Piece(throttles), SmallestReceiveChunk, ReceiveChunk);

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
        if (_transport is not null)
            await _transport.DisposeAsync().ConfigureAwait(false);
        if (plan.Reader is not null)
            await plan.Reader.DisposeAsync().ConfigureAwait(false);
        if (plan.Writer is not null)
            await plan.Writer.DisposeAsync().ConfigureAwait(false);
    }
}
