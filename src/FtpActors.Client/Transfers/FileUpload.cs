using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>One file of a storage to the server; goes on from what the server has when a connection is lost.</summary>
internal sealed class FileUpload(FtpClient client, IFtpStorage local, FtpPath source, string remote, TransferOptions options)
{
    private long _moved;
    private long _offset;
    private long _appendedTo;
    private int _resumptions;

    public async Task<TransferResult> Run(CancellationToken cancel)
    {
        options.Validate();
        CommandText.Path(remote);
        var started = client.Options.Time.GetTimestamp();
        if (options.Existing is ExistingFile.Skip or ExistingFile.Fail && await client.Exists(remote, cancel).ConfigureAwait(false))
        {
            return options.Existing == ExistingFile.Skip
                ? new TransferResult(remote, 0, 0, TimeSpan.Zero, 0, true)
                : throw new FtpReplyException("STOR " + remote, new Core.Wire.FtpReply(553, "The file exists."));
        }

        var entry = await local.Stat(source, cancel).ConfigureAwait(false);
        if (options.Existing == ExistingFile.Append)
            _appendedTo = await Size(cancel).ConfigureAwait(false) ?? 0;
        else if (options.Existing == ExistingFile.Resume)
            _offset = Within(entry.Size, await Size(cancel).ConfigureAwait(false));
        var first = _offset;
        if (first == 0 || first < entry.Size)
            await MoveAll(entry.Size, cancel).ConfigureAwait(false);
        if (options.Existing != ExistingFile.Append || _appendedTo == 0)
            await LocalHash.Verify(client, remote, local, source, options.Verify, cancel).ConfigureAwait(false);
        if (options.KeepsTime)
            await client.SetModified(remote, entry.Modified, cancel).ConfigureAwait(false);
        return new TransferResult(remote, _moved, first, client.Options.Time.GetElapsedTime(started), _resumptions);
    }

    private async Task MoveAll(long size, CancellationToken cancel)
    {
        var transport = default(ClientDataTransport);
        await using var meter = ProgressMeter.Start(client, options, remote, options.IsAscii ? null : size, () => _offset + (transport?.BytesMoved ?? 0));
        for (var failures = 0; ; failures++)
        {
            var before = _offset;
            try
            {
                await MoveOnce(opened => transport = opened, cancel).ConfigureAwait(false);
                return;
            }
            catch (Exception lost) when (CanGoOn(lost, failures, cancel))
            {
                _resumptions++;
                await client.RenewAfter(lost).ConfigureAwait(false);
                await Pause.For(client.Options.Reconnect.BackoffBefore(failures + 1), client.Options.Time, cancel).ConfigureAwait(false);
                var there = await Size(cancel).ConfigureAwait(false) ?? 0;
                transport = null;
                _offset = client.Memory.Features.May("REST") || options.Existing == ExistingFile.Append ? Within(size, there - _appendedTo) : 0;
                if (_offset > before)
                    failures = 0;
            }
        }
    }

    private async Task MoveOnce(Action<ClientDataTransport> opened, CancellationToken cancel)
    {
        await using var reader = await local.OpenRead(source, _offset, cancel).ConfigureAwait(false);
        var isAppended = options.Existing == ExistingFile.Append;
        var request = new DataRequest((isAppended ? "APPE " : "STOR ") + remote, isAppended ? 0 : _offset, options.IsAscii, IsUpload: true);
        var lease = await client.Open(request, cancel).ConfigureAwait(false);
        opened(lease.Transport);
        var isRefused = false;
        try
        {
            await using var cancelling = cancel.Register(lease.Transport.Abort).ConfigureAwait(false);
            try
            {
                await UploadStream.Of(reader, lease.Transport, client.Throttles(isUpload: true), options.IsAscii).Run(client.Materializer).ConfigureAwait(false);
            }
            catch (FtpConnectionException) when (!cancel.IsCancellationRequested)
            {
                // The server may have said why: then its reply counts.
                isRefused = true;
            }

            cancel.ThrowIfCancellationRequested();
            await lease.Finish(cancel).ConfigureAwait(false);
            if (isRefused)
                throw new FtpConnectionException(FtpConnectionFault.Data, "The data connection was lost.");
        }
        catch (Exception cause)
        {
            await lease.Abort().ConfigureAwait(false);
            if (cancel.IsCancellationRequested && cause is not OperationCanceledException)
                throw new OperationCanceledException("The upload was cancelled.", cause, cancel);
            throw;
        }
        finally
        {
            _moved += lease.Transport.BytesMoved;
        }
    }

    private bool CanGoOn(Exception lost, int failures, CancellationToken cancel) =>
        !cancel.IsCancellationRequested && !options.IsAscii && failures < client.Options.Reconnect.Attempts
            && (FtpClient.IsTransient(lost) || (_resumptions > 0 && FtpClient.IsBusy(lost)));

    private async Task<long?> Size(CancellationToken cancel)
    {
        try
        {
            return await client.Size(remote, cancel).ConfigureAwait(false);
        }
        catch (FtpReplyException)
        {
            // Nothing there, or nobody who tells.
            return null;
        }
    }

    /// <summary>What is longer than the whole is of another file.</summary>
    private static long Within(long size, long? there) => there is > 0 and var bytes && bytes <= size ? bytes : 0;
}
