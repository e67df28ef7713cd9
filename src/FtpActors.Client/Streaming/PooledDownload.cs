using System.Net;
using FtpActors.Client.Transfers;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Streaming;

/// <summary>A download that takes a connection out of a pool when the first bytes are wanted.</summary>
internal sealed class PooledDownload(FtpClientPool pool, string path, long offset) : IDataTransport
{
    private readonly CancellationTokenSource _aborted = new();
    private readonly Lock _lock = new();
    private FtpPooledClient? _rented;
    private ResumingDownload? _download;
    private Task<int>? _receiving;
    private long _moved;

    public IPEndPoint Remote => _download?.Remote ?? new IPEndPoint(IPAddress.None, 0);

    public long BytesMoved => _download?.BytesMoved ?? _moved;

    public ValueTask<int> Receive(Memory<byte> buffer)
    {
        if (_download is { } download)
            return download.Receive(buffer);
        _receiving = Begin(buffer);
        return new ValueTask<int>(_receiving);
    }

    public ValueTask Send(TransferChunk chunk) => throw new NotSupportedException("A download is read.");

    public ValueTask CompleteSend() => ValueTask.CompletedTask;

    public void Abort()
    {
        _aborted.Cancel();
        lock (_lock)
            _download?.Abort();
    }

    /// <summary>ABOR, unless it has come to its end; then the connection goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        Abort();
        if (_receiving is { } receiving)
            await receiving.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        if (_download is { } download)
        {
            await download.DisposeAsync().ConfigureAwait(false);
            _moved = download.BytesMoved;
        }

        if (_rented is not null)
            await _rented.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<int> Begin(Memory<byte> buffer)
    {
        _rented = await pool.Rent(_aborted.Token).ConfigureAwait(false);
        var download = new ResumingDownload(_rented.Client, path, offset, false);
        lock (_lock)
            _download = download;
        await download.Open(_aborted.Token).ConfigureAwait(false);
        return await download.Receive(buffer).ConfigureAwait(false);
    }
}
