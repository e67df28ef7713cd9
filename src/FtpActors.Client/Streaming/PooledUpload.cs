using System.Net;
using FtpActors.Client.Data;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Streaming;

/// <summary>An upload that takes a connection out of a pool when the first bytes are there, and is complete when the server says so.</summary>
internal sealed class PooledUpload(FtpClientPool pool, DataRequest request) : IDataTransport
{
    private readonly CancellationTokenSource _aborted = new();
    private FtpPooledClient? _rented;
    private DataLease? _lease;

    public IPEndPoint Remote => _lease?.Transport.Remote ?? new IPEndPoint(IPAddress.None, 0);

    public long BytesMoved => _lease?.Transport.BytesMoved ?? 0;

    public ValueTask<int> Receive(Memory<byte> buffer) => throw new NotSupportedException("An upload is written.");

    public async ValueTask Send(TransferChunk chunk)
    {
        var lease = await Opened().ConfigureAwait(false);
        try
        {
            await lease.Transport.Send(chunk).ConfigureAwait(false);
        }
        catch (FtpConnectionException) when (!_aborted.IsCancellationRequested)
        {
            // Why is in the server's last word.
            await lease.Finish(_aborted.Token).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask CompleteSend()
    {
        var lease = await Opened().ConfigureAwait(false);
        await lease.Transport.CompleteSend().ConfigureAwait(false);
        await lease.Finish(_aborted.Token).ConfigureAwait(false);
    }

    public void Abort()
    {
        _aborted.Cancel();
        _lease?.Transport.Abort();
    }

    /// <summary>ABOR, unless it is complete; then the connection goes back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _aborted.CancelAsync().ConfigureAwait(false);
        if (_lease is not null)
            await _lease.Abort().ConfigureAwait(false);
        if (_rented is not null)
            await _rented.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<DataLease> Opened()
    {
        if (_lease is not null)
            return _lease;
        _rented = await pool.Rent(_aborted.Token).ConfigureAwait(false);
        _lease = await _rented.Client.Open(request, _aborted.Token).ConfigureAwait(false);
        return _lease;
    }
}
