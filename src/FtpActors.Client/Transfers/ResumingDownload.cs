using System.Net;
using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Transfers;

/// <summary>The bytes of a remote file from an offset on: goes on where it was when a connection is lost.</summary>
/// <remarks>Ends (0 bytes) once the server has said that all is sent. Attempts are counted anew whenever something has moved.</remarks>
internal sealed class ResumingDownload : IDataTransport
{
    private const int Piece = 64 * 1024;

    private readonly FtpClient _client;
    private readonly string _path;
    private readonly long _offset;
    private readonly bool _isAscii;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _aborted = new();
    private DataLease? _lease;
    private long _moved;

    /// <summary>Bytes of the connection that were there when the region was begun that fills just now; less than 0 while none does.</summary>
    private long _before = -1;
    private int _failures;
    private bool _isOver;

    public ResumingDownload(FtpClient client, string path, long offset, bool isAscii)
    {
        (_client, _path, _offset, _isAscii) = (client, CommandText.Path(path), offset, isAscii);
    }

    /// <summary>How often another connection had to be made.</summary>
    public int Resumptions { get; private set; }

    /// <summary>The last reply, once there is one.</summary>
    public FtpReply? Reply { get; private set; }

    public IPEndPoint Remote => _lease?.Transport.Remote ?? new IPEndPoint(IPAddress.None, 0);

    public long BytesMoved
    {
        get
        {
            lock (_lock)
                return _moved + Filling;
        }
    }

    /// <summary>Whether the connection does that is open now; where the next one does not, it is done here.</summary>
    public bool FillsRegions => _lease?.Transport.FillsRegions == true;

    /// <summary>Bytes that are in the region that fills.</summary>
    private long Filling => _before >= 0 && _lease is { } lease ? lease.Transport.BytesMoved - _before : 0;

    /// <summary>Begins, so that what the server has against it shows before anything else is done.</summary>
    public async Task Open(CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _aborted.Token);
        var lease = await _client.Open(new DataRequest("RETR " + _path, _offset + _moved, _isAscii), either.Token).ConfigureAwait(false);
        bool isLate;
        lock (_lock)
        {
            _lease = lease;
            isLate = _isOver;
        }

        if (isLate)
        {
            await lease.Abort().ConfigureAwait(false);
            throw new OperationCanceledException(_aborted.Token);
        }
    }

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        while (true)
        {
            try
            {
                if (_lease is null)
                    await Open(CancellationToken.None).ConfigureAwait(false);
                var count = await _lease!.Transport.Receive(buffer).ConfigureAwait(false);
                if (count == 0)
                {
                    Reply = await _lease.Finish(_aborted.Token).ConfigureAwait(false);
                    return 0;
                }

                Moved(count);
                return count;
            }
            catch (FtpException lost) when (CanGoOn(lost))
            {
                await GoOn(lost).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most)
    {
        var filled = 0;
        while (Reply is null && filled < most)
        {
            try
            {
                if (_lease is null)
                    await Open(CancellationToken.None).ConfigureAwait(false);
                var wanted = most - filled;
                var count = await Fill(_lease!.Transport, writer, offset + filled, wanted).ConfigureAwait(false);
                filled += count;
                if (count == 0 || (count < wanted && FillsRegions))
                    Reply = await _lease.Finish(_aborted.Token).ConfigureAwait(false);
            }
            catch (FtpException lost) when (CanGoOn(lost))
            {
                filled += Take();
                await GoOn(lost).ConfigureAwait(false);
            }
        }

        return filled;
    }

    public ValueTask Send(TransferChunk chunk) => throw new NotSupportedException("A download is read.");

    public ValueTask CompleteSend() => ValueTask.CompletedTask;

    public void Abort()
    {
        lock (_lock)
        {
            _isOver = true;
            _lease?.Transport.Abort();
        }

        _aborted.Cancel();
    }

    /// <summary>ABOR, unless it has come to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _isOver = true;
        await _aborted.CancelAsync().ConfigureAwait(false);
        if (_lease is not null)
            await _lease.Abort().ConfigureAwait(false);
    }

    private async ValueTask<int> Fill(ClientDataTransport transport, IRegionWriter writer, long offset, int most)
    {
        if (transport.FillsRegions)
        {
            lock (_lock)
                _before = transport.BytesMoved;
            await transport.ReceiveInto(writer, offset, most).ConfigureAwait(false);
            return Take();
        }

        var buffer = new byte[Math.Min(most, Piece)];
        var count = await transport.Receive(buffer).ConfigureAwait(false);
        writer.Fill(() => RandomAccess.Write(writer.File.SafeFileHandle, buffer.AsSpan(0, count), offset));
        Moved(count);
        return count;
    }

    /// <summary>What has come into the region that was begun is in the file, whether or not it became full.</summary>
    private int Take()
    {
        lock (_lock)
        {
            var count = (int)Filling;
            _before = -1;
            Moved(count);
            return count;
        }
    }

    private void Moved(int count)
    {
        lock (_lock)
            _moved += count;
        if (count > 0)
            _failures = 0;
    }

    private bool CanGoOn(FtpException lost)
    {
        lock (_lock)
        {
            return !_isOver && !_isAscii && (FtpClient.IsTransient(lost) || (Resumptions > 0 && FtpClient.IsBusy(lost))) && _failures < _client.Options.Reconnect.Attempts
                && (BytesMoved + _offset == 0 || _client.Memory.Features.May("REST"));
        }
    }

    private async Task GoOn(FtpException lost)
    {
        _failures++;
        Resumptions++;
        if (_lease is { } lease)
        {
            _lease = null;
            await lease.Abort().ConfigureAwait(false);
        }

        await _client.RenewAfter(lost).ConfigureAwait(false);
        await Pause.For(_client.Options.Reconnect.BackoffBefore(_failures), _client.Options.Time, _aborted.Token).ConfigureAwait(false);
    }
}
