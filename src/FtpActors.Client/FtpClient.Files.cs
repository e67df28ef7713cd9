using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Client.Transfers;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

public sealed partial class FtpClient
{
    /// <summary>Fetches one file.</summary>
    /// <param name="remote">The server's file.</param>
    /// <param name="localFile">Path of the copy; directories above it are made. It appears when it is complete.</param>
    /// <param name="options">What to do with a file that is there, and more; null for the defaults.</param>
    /// <param name="cancel">Ends it by ABOR; what came is kept to be resumed.</param>
    /// <exception cref="StorageException">This side failed.</exception>
    public async Task<TransferResult> Download(string remote, string localFile, TransferOptions? options = null, CancellationToken cancel = default)
    {
        await using var place = LocalPlace.OfFile(localFile);
        return await Download(remote, place.Storage, place.Path, options, cancel).ConfigureAwait(false);
    }

    /// <summary>Fetches one file into a storage.</summary>
    public Task<TransferResult> Download(string remote, IFtpStorage local, FtpPath target, TransferOptions? options = null, CancellationToken cancel = default) =>
        new FileDownload(this, CommandText.Path(remote), local, target, options ?? TransferOptions.Default).Run(cancel);

    /// <summary>Sends one file.</summary>
    /// <param name="localFile">Path of the file.</param>
    /// <param name="remote">What it becomes on the server; its directory has to be there.</param>
    /// <param name="options">What to do with a file that is there, and more; null for the defaults.</param>
    /// <param name="cancel">Ends it by ABOR.</param>
    /// <exception cref="StorageException">This side failed.</exception>
    public async Task<TransferResult> Upload(string localFile, string remote, TransferOptions? options = null, CancellationToken cancel = default)
    {
        if (!File.Exists(localFile))
            throw new StorageException(StorageFault.NotFound, $"{localFile} does not exist.");
        await using var place = LocalPlace.OfFile(localFile);
        return await Upload(place.Storage, place.Path, remote, options, cancel).ConfigureAwait(false);
    }

    /// <summary>Sends one file of a storage.</summary>
    public Task<TransferResult> Upload(IFtpStorage local, FtpPath source, string remote, TransferOptions? options = null, CancellationToken cancel = default) =>
        new FileUpload(this, local, source, remote, options ?? TransferOptions.Default).Run(cancel);

    /// <summary>STOU: sends one file under a name that the server chooses.</summary>
    /// <param name="localFile">Path of the file.</param>
    /// <param name="cancel">Ends it by ABOR.</param>
    /// <returns>Its path is empty when the server does not tell.</returns>
    public async Task<TransferResult> UploadUnique(string localFile, CancellationToken cancel = default)
    {
        if (!File.Exists(localFile))
            throw new StorageException(StorageFault.NotFound, $"{localFile} does not exist.");
        await using var place = LocalPlace.OfFile(localFile);
        return await UploadUnique(place.Storage, place.Path, cancel).ConfigureAwait(false);
    }

    /// <summary>STOU, of a file of a storage.</summary>
    public async Task<TransferResult> UploadUnique(IFtpStorage local, FtpPath source, CancellationToken cancel = default)
    {
        var started = Options.Time.GetTimestamp();
        await using var reader = await local.OpenRead(source, 0, cancel).ConfigureAwait(false);
        var lease = await Open(new DataRequest("STOU", IsUpload: true), cancel).ConfigureAwait(false);
        try
        {
            await using var cancelling = cancel.Register(lease.Transport.Abort).ConfigureAwait(false);
            await UploadStream.Of(reader, lease.Transport, Throttles(isUpload: true), false).Run(Materializer).ConfigureAwait(false);
            var last = await lease.Finish(cancel).ConfigureAwait(false);
            var name = UniqueName(lease.First) ?? UniqueName(last) ?? "";
            return new TransferResult(name, lease.Transport.BytesMoved, 0, Options.Time.GetElapsedTime(started), 0);
        }
        catch (Exception cause)
        {
            await lease.Abort().ConfigureAwait(false);
            if (cancel.IsCancellationRequested && cause is not OperationCanceledException)
                throw new OperationCanceledException("The upload was cancelled.", cause, cancel);
            throw;
        }
    }

    /// <summary>A file as a stream, from an offset on.</summary>
    /// <param name="path">The server's file.</param>
    /// <param name="offset">Bytes, from 0.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <returns>Goes on where it was when a connection is lost. Disposed before its end, the download is aborted.</returns>
    public async Task<FtpDataStream> OpenRead(string path, long offset = 0, CancellationToken cancel = default)
    {
        var download = new ResumingDownload(this, path, offset, false);
        await download.Open(cancel).ConfigureAwait(false);
        return new FtpDataStream(download, _ => LastReply(), () => download.DisposeAsync().AsTask(), _download, _upload);

        Task<FtpReply> LastReply() => download.Reply is { } reply
            ? Task.FromResult(reply)
            : Task.FromException<FtpReply>(new InvalidOperationException("A download is complete when it has been read to its end."));
    }

    /// <summary>A new file, or new content of one that is there, as a stream.</summary>
    /// <param name="path">The server's file.</param>
    /// <param name="offset">Bytes of it that stay; writing goes on behind them.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <returns>To be completed; disposed before, the upload is aborted.</returns>
    public Task<FtpDataStream> OpenWrite(string path, long offset = 0, CancellationToken cancel = default) =>
        OpenData(new DataRequest("STOR " + CommandText.Path(path), offset, IsUpload: true), cancel);

    /// <summary>The end of a file, made when missing, as a stream.</summary>
    /// <returns>To be completed; disposed before, the upload is aborted.</returns>
    public Task<FtpDataStream> OpenAppend(string path, CancellationToken cancel = default) =>
        OpenData(new DataRequest("APPE " + CommandText.Path(path), IsUpload: true), cancel);

    /// <summary><c>FILE: name</c> (RFC 1123 §4.1.2.9), a quoted name, or what follows <c>file name:</c>.</summary>
    private static string? UniqueName(FtpReply reply)
    {
        foreach (var mark in new[] { "FILE: ", "file name: ", "filename: " })
        {
            if (reply.Text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                return reply.Text[(at + mark.Length)..].Trim().TrimEnd('.').Trim('"');
        }

        return QuotedPath.TryUnquote(reply.Text, out var name) ? name : null;
    }
}
