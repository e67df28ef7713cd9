using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>One remote file into a storage.</summary>
internal sealed class FileDownload(FtpClient client, string remote, IFtpStorage local, FtpPath target, TransferOptions options)
{
    private const int ReceiveChunk = 256 * 1024;
    private const int SmallestReceiveChunk = 512;

    /// <summary>Of the first receives, before it is known that it is worth a stream.</summary>
    private const int FirstReceiveChunk = 64 * 1024;

    /// <summary>Of what goes right into a file.</summary>
    private const int ReceiveRegion = 2 * 1024 * 1024;

    public async Task<TransferResult> Run(CancellationToken cancel)
    {
        options.Validate();
        var started = client.Options.Time.GetTimestamp();
        // To find nothing costs as much as a small file does.
        var existing = options.Existing is ExistingFile.Replace or ExistingFile.Append ? null : await Existing(cancel).ConfigureAwait(false);
        if (existing is not null && options.Existing == ExistingFile.Skip)
            return new TransferResult(remote, 0, 0, TimeSpan.Zero, 0, true);
        if (existing is not null && options.Existing == ExistingFile.Fail)
            throw new StorageException(StorageFault.AlreadyExists, $"{target} exists.");
        var total = options.Progress is not null || options.Existing == ExistingFile.Resume ? await Size(cancel).ConfigureAwait(false) : null;
        var offset = options.Existing == ExistingFile.Resume ? await Offset(existing, total, cancel).ConfigureAwait(false) : 0;
        var isThere = existing is not null && offset > 0 && offset == total;
        await using var download = new ResumingDownload(client, remote, offset, options.IsAscii);
        if (!isThere)
        {
            await download.Open(cancel).ConfigureAwait(false);
            await Move(download, offset, total, cancel).ConfigureAwait(false);
        }

        await LocalHash.Verify(client, remote, local, target, options.Verify, cancel).ConfigureAwait(false);
        if (options.KeepsTime && local is ITimedStorage timed)
            await timed.SetModified(target, await client.Modified(remote, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        return new TransferResult(remote, download.BytesMoved, offset, client.Options.Time.GetElapsedTime(started), download.Resumptions);
    }

    private async Task Move(ResumingDownload download, long offset, long? total, CancellationToken cancel)
    {
        var mode = options.Existing switch
        {
            ExistingFile.Append => WriteMode.Append,
            ExistingFile.Fail => WriteMode.Create,
            _ => offset > 0 ? WriteMode.Resume : WriteMode.Replace,
        };
        await using var writer = await local.OpenWrite(target, mode, offset, cancel).ConfigureAwait(false);
        await using var meter = ProgressMeter.Start(client, options, remote, total, () => offset + download.BytesMoved);
        await using var cancelling = cancel.Register(download.Abort).ConfigureAwait(false);
        try
        {
            await (writer is IWholeWriter whole && IsPlain ? ReceiveWhole(download, whole) : Stream(download, writer).Run(client.Materializer)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            await writer.Commit(cancel).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            download.Abort();
            await writer.RollBack().ConfigureAwait(false);
            if (cancel.IsCancellationRequested && cause is not OperationCanceledException)
                throw new OperationCanceledException("The download was cancelled.", cause, cancel);
            throw;
        }
    }

    /// <summary>Bytes go as they are, and at once. What is small then needs no stream; a limit that is set meanwhile comes too late for it.</summary>
    private bool IsPlain => !options.IsAscii && ThrottleFlow.Piece(client.Throttles(isUpload: false)) == int.MaxValue;

    /// <summary>What arrives in one piece is given to the writer; more becomes a stream.</summary>
    private async Task ReceiveWhole(ResumingDownload download, IWholeWriter writer)
    {
        if (await DataSource.Next(download, FirstReceiveChunk).ConfigureAwait(false) is not { } first)
            return;
        TransferChunk? second;
        try
        {
            second = await DataSource.Next(download, FirstReceiveChunk).ConfigureAwait(false);
        }
        catch
        {
            writer.Give(first);
            throw;
        }

        if (second is null)
            writer.Give(first);
        else
            await Stream(download, writer, first, second).Run(client.Materializer).ConfigureAwait(false);
    }

    private IRunnableGraph<Task<Done>> Stream(ResumingDownload download, IStorageWriter writer, params ReadOnlySpan<TransferChunk> received)
    {
        var throttles = client.Throttles(isUpload: false);
        int Piece(int most) => Math.Clamp(ThrottleFlow.Piece(throttles), SmallestReceiveChunk, most);
        var bytes = !options.IsAscii && download.FillsRegions && writer is IRegionWriter regions
            ? RegionSource.Create(download, regions, () => Piece(ReceiveRegion), received)
            : DataSource.Create(download, () => Piece(ReceiveChunk), received);
        bytes = bytes.Via(ThrottleFlow.Create(throttles));
        if (options.IsAscii)
            bytes = bytes.Via(AsciiFlow.FromWire());
        return bytes.ToMaterialized(writer.Content, Keep.Right);
    }

    private async Task<FtpEntry?> Existing(CancellationToken cancel)
    {
        try
        {
            return await local.Stat(target, cancel).ConfigureAwait(false);
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            return null;
        }
    }

    /// <summary>Null where the server does not tell.</summary>
    private async Task<long?> Size(CancellationToken cancel)
    {
        try
        {
            return await client.Size(remote, cancel).ConfigureAwait(false);
        }
        catch (FtpReplyException)
        {
            // What is wrong with the file shows when it is fetched.
            return null;
        }
    }

    private async Task<long> Offset(FtpEntry? existing, long? total, CancellationToken cancel)
    {
        var size = existing?.Size
            ?? (local is IResumableStorage resumable ? await resumable.PartialSize(target, cancel).ConfigureAwait(false) : null)
            ?? 0;
        // What is longer than the whole is of another file.
        return total is null || size <= total ? size : 0;
    }
}
