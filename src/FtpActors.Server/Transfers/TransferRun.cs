using System.Collections.Immutable;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Transfers;

/// <summary>One transfer from the data connection's opening to the storage's commit or roll-back. Owns plan and connector.</summary>
/// <remarks>It runs to its end whatever happens to the actor that started it, so nothing stays open.</remarks>
internal sealed class TransferRun(long id, TransferPlan plan, IDataConnector connector, TransferProgress progress, IMaterializer materializer, ImmutableArray<Throttle> throttles)
{
    private const int ReceiveChunk = 256 * 1024;

    /// <summary>However low a limit is; what came is passed on in smaller pieces then.</summary>
    private const int SmallestReceiveChunk = 512;

    private readonly CancellationTokenSource _connecting = new();
    private readonly SharedKillSwitch _killSwitch = KillSwitches.Shared("transfer");
    private readonly TaskCompletionSource _mayCommit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private IDataTransport? _transport;
    private Exception? _stopped;

    /// <summary>Runs the transfer. The task fails only when rolling back or closing does.</summary>
    /// <param name="opened">Called once when the data connection is open, before the first byte moves.</param>
    /// <param name="received">Called when an upload is complete; <see cref="Commit"/> has to follow.</param>
    public async Task<IEnded> Execute(Action opened, Action received)
    {
        try
        {
            var transport = await connector.Connect(_connecting.Token).ConfigureAwait(false);
            Adopt(transport);
            opened();
            await transport.Open().ConfigureAwait(false);
            await Stream(transport).Run(materializer).ConfigureAwait(false);
            if (plan.Writer is not null)
            {
                received();
                await _mayCommit.Task.ConfigureAwait(false);
                await plan.Writer.Commit(CancellationToken.None).ConfigureAwait(false);
            }

            return new Finished(id, progress.Bytes);
        }
        catch (Exception cause)
        {
            if (plan.Writer is not null)
                await plan.Writer.RollBack().ConfigureAwait(false);
            return _stopped switch
            {
                null => new Failed(id, progress.Bytes, cause),
                TransferAbortedException aborted => new Aborted(id, progress.Bytes, aborted.Message),
                { } reason => new Failed(id, progress.Bytes, reason),
            };
        }
        finally
        {
            await Close().ConfigureAwait(false);
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

    private IRunnableGraph<Task<Done>> Stream(IDataTransport transport) =>
        plan.Writer is not null ? Upload(transport, plan.Writer) : Download(transport, plan.Reader!);

    private IRunnableGraph<Task<Done>> Upload(IDataTransport transport, IStorageWriter writer)
    {
        var bytes = DataSource.Create(transport, NextReceiveChunk).Via(Throttle()).Via(_killSwitch.Flow<TransferChunk>());
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
