using System.Net;
using System.Runtime.CompilerServices;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>A data connection under TLS. Owns the connection below.</summary>
/// <remarks>An upload that ends without close_notify fails with <see cref="DataConnectionFault.Truncated"/>, unless
/// <see cref="TlsServerOptions.AcceptTruncatedUploads"/> takes it for whole.</remarks>
public sealed class TlsDataTransport : IDataTransport
{
    private const int RegionChunk = 256 * 1024;
    private const int DropSize = 4096;

    /// <summary>How often it is looked whether a download still moves; also how long a client that has everything gets for its close_notify.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly IDataTransport _inner;
    private readonly TlsServer _server;
    private readonly TlsConnection _control;
    private readonly bool _isUpload;
    private readonly CancellationTokenSource _aborted = new();
    private TlsDataChannel? _channel;
    private long _bytesMoved;

    internal TlsDataTransport(IDataTransport inner, TlsServer server, TlsConnection control, bool isUpload)
    {
        _inner = inner;
        _server = server;
        _control = control;
        _isUpload = isUpload;
    }

    public IPEndPoint Remote => _inner.Remote;

    /// <summary>Payload, without what TLS adds.</summary>
    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    public long Activity => _inner.Activity;

    public bool TakesRegions => false;

    /// <summary>The connection resumed a session: one of its own control connection under <see cref="SessionReuse.Require"/>, and
    /// under <see cref="SessionReuse.Warn"/> where OpenSSL 3 is there; one of any connection with this server's certificate
    /// otherwise. False before <see cref="Open"/>.</summary>
    public bool IsResumed => _channel?.Wire.Watch.IsResumed ?? false;

    private TlsDataChannel Channel => _channel ?? throw new InvalidOperationException("The connection was not opened.");

    /// <summary>Does the handshake.</summary>
    /// <exception cref="DataConnectionException"><see cref="DataConnectionFault.NotOpened"/>; the inner exception is a <see cref="TlsHandshakeException"/>.</exception>
    public async ValueTask Open()
    {
        try
        {
            _channel = await _server.AcceptData(new TransportStream(_inner), _control, _isUpload, _aborted.Token).ConfigureAwait(false);
        }
        catch (TlsHandshakeException cause)
        {
            throw new DataConnectionException(DataConnectionFault.NotOpened, cause.Message, cause);
        }
        catch (OperationCanceledException cause)
        {
            throw new DataConnectionException(DataConnectionFault.Lost, "The data connection was aborted.", cause);
        }
    }

    /// <summary>Fills the buffer as far as what is there goes. 0 says that the peer ended TLS, and that it was told the same.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        var channel = Channel;
        int count;
        try
        {
            count = await channel.Stream.ReadAsync(buffer).ConfigureAwait(false);
            for (int more; count > 0 && count < buffer.Length && channel.Wire.HasData; count += more)
            {
                more = await channel.Stream.ReadAsync(buffer[count..]).ConfigureAwait(false);
                if (more == 0)
                    break;
            }
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw channel.Wire.HasEnded ? Truncated(cause) : Lost(cause);
        }

        if (count > 0 || buffer.IsEmpty)
        {
            Moved(count);
            return count;
        }

        if (channel.Wire.HasEnded && !_server.Options.AcceptTruncatedUploads)
            throw Truncated(null);
        await Answer(channel).ConfigureAwait(false);
        return 0;
    }

    public ValueTask Send(TransferChunk chunk) => chunk.Region is { } region ? SendRegion(region) : SendMemory(chunk.Memory);

    /// <summary>Sends close_notify and ends our side, then waits for the peer to do the same: until it has everything and a moment
    /// more, or until nothing has moved for <see cref="TlsServerOptions.CloseTimeout"/>. What it has not taken by then still
    /// arrives: the system goes on sending after <see cref="DisposeAsync"/>.</summary>
    public async ValueTask CompleteSend()
    {
        var channel = Channel;
        try
        {
            await channel.Stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }

        try
        {
            // Without the end of our side, closing with a read on its way would throw away what is still to be sent.
            await _inner.CompleteSend().ConfigureAwait(false);
        }
        catch (DataConnectionException)
        {
            // Many clients close as soon as they have what they want, and do not wait for close_notify.
            return;
        }

        await AwaitPeer(channel).ConfigureAwait(false);
    }

    public void Abort()
    {
        _aborted.Cancel();
        _inner.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is { } channel)
            await channel.Stream.DisposeAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendMemory(ReadOnlyMemory<byte> memory)
    {
        try
        {
            await Channel.Stream.WriteAsync(memory).ConfigureAwait(false);
            Moved(memory.Length);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    private async ValueTask SendRegion(FileRegion region)
    {
        var buffer = TransferChunk.Rent(Math.Min(region.Length, RegionChunk));
        try
        {
            for (var sent = 0; sent < region.Length;)
            {
                var piece = buffer.AsMemory(0, Math.Min(region.Length - sent, buffer.Length));
                var count = await RandomAccess.ReadAsync(region.File.SafeFileHandle, piece, region.Offset + sent).ConfigureAwait(false);
                if (count == 0)
                    throw new StorageException(StorageFault.InputOutput, "The file became shorter while it was sent.");
                await SendMemory(piece[..count]).ConfigureAwait(false);
                sent += count;
            }
        }
        finally
        {
            TransferChunk.Return(buffer);
        }
    }

    /// <summary>The upload is whole: the tickets go out that were kept back, and our close_notify, which many clients wait for.</summary>
    private async ValueTask Answer(TlsDataChannel channel)
    {
        try
        {
            await Say().WaitAsync(_server.Options.CloseTimeout, _server.Time).ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause) || cause is TimeoutException)
        {
            // It is gone already or does not listen; it has sent everything.
        }

        async Task Say()
        {
            await channel.Wire.Release(CancellationToken.None).ConfigureAwait(false);
            await channel.Stream.ShutdownAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask AwaitPeer(TlsDataChannel channel)
    {
        var ending = HearEnd(channel);
        var activity = _inner.Activity;
        var still = TimeSpan.Zero;
        while (!_inner.IsDelivered && still < _server.Options.CloseTimeout)
        {
            if (await IsOver(ending, LookInterval).ConfigureAwait(false))
                return;
            var now = _inner.Activity;
            still = now == activity ? still + LookInterval : TimeSpan.Zero;
            activity = now;
        }

        await IsOver(ending, LookInterval).ConfigureAwait(false);
    }

    private async Task<bool> IsOver(Task task, TimeSpan limit)
    {
        try
        {
            await task.WaitAsync(limit, _server.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends with the peer's close_notify or its side of the connection; a read that is left behind ends with the connection.</summary>
    private static async Task HearEnd(TlsDataChannel channel)
    {
        try
        {
            var dropped = new byte[DropSize];
            while (await channel.Stream.ReadAsync(dropped).ConfigureAwait(false) > 0)
            {
                // Clients have nothing to say in a download.
            }
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // As above.
        }
    }

    private void Moved(int count) => Interlocked.Add(ref _bytesMoved, count);

    private static bool IsLoss(Exception cause) =>
        cause is IOException or ObjectDisposedException or DataConnectionException or InvalidOperationException;

    private static DataConnectionException Lost(Exception cause) => new(DataConnectionFault.Lost, "The data connection was lost.", cause);

    private static DataConnectionException Truncated(Exception? cause) =>
        new(DataConnectionFault.Truncated, "The data connection was closed without close_notify: the upload may be cut short.", cause);
}
