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
    private readonly FtpClient _client;
    private readonly string _path;
    private readonly long _offset;
    private readonly bool _isAscii;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _aborted = new();
    private DataLease? _lease;
    private long _moved;
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

    public long BytesMoved => Interlocked.Read(ref _moved);

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
                    Reply = await _lease.Finish().ConfigureAwait(false);
                    return 0;
                }

                Interlocked.Add(ref _moved, count);
                _failures = 0;
                return count;
            }
            catch (FtpException lost) when (CanGoOn(lost))
            {
                await GoOn(lost).ConfigureAwait(false);
            }
        }
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
