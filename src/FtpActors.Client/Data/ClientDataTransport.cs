using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Data;

/// <summary>The client's end of a data connection: ends what stalls, and ends by a reset what is not to look complete.</summary>
/// <remarks>Failures are <see cref="FtpConnectionException"/>s of the kind Data.</remarks>
internal sealed class ClientDataTransport : IDataTransport
{
    /// <summary>Looks within the time after which a transfer counts as stalled.</summary>
    private const int Looks = 4;

    private readonly Socket? _socket;
    private readonly IDataTransport _inner;
    private readonly Tls.TlsDataTransport? _tls;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly ITimer? _timer;
    private int _inFlight;
    private long _activity;
    private long _activeAt;
    private volatile bool _isStalled;

    /// <param name="socket">Of the inner transport.</param>
    /// <param name="inner">Taken over.</param>
    /// <param name="options">Time and timeout.</param>
    /// <param name="isDeflated">Under MODE Z.</param>
    public ClientDataTransport(Socket socket, IDataTransport inner, FtpClientOptions options, bool isDeflated)
    {
        _tls = inner as Tls.TlsDataTransport;
        TakesRegions = !isDeflated;
        (_socket, _inner, _time, _patience) = (socket, isDeflated ? new DeflatedTransport(inner) : inner, options.Time, options.Timeouts.Stalled);
        if (_patience != Timeout.InfiniteTimeSpan)
            _timer = _time.CreateTimer(static state => ((ClientDataTransport)state!).Look(), this, _patience / Looks, _patience / Looks);
    }

    private ClientDataTransport(IDataTransport inner) =>
        (_inner, _time, _patience) = (inner, TimeProvider.System, Timeout.InfiniteTimeSpan);

    /// <summary>Regions of files can be sent; else memory only.</summary>
    public bool TakesRegions { get; }

    /// <summary>The next data connection can resume the TLS session.</summary>
    public bool HasTicket => _tls is not { HasTicket: false };

    public bool FillsRegions => _inner.FillsRegions;

    public IPEndPoint Remote => _inner.Remote;

    public long BytesMoved => _inner.BytesMoved;

    /// <summary>Of data that moves between two servers.</summary>
    public static ClientDataTransport Elsewhere() => new(new ElsewhereTransport());

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        Begin();
        try
        {
            var count = await _inner.Receive(buffer).ConfigureAwait(false);
            if (count == 0 && !buffer.IsEmpty)
                await End(_inner).ConfigureAwait(false);
            return count;
        }
        catch (DataConnectionException cause)
        {
            // Some servers say nothing more before this side is closed, too.
            Abort();
            throw Failure(cause);
        }
        finally
        {
            End();
        }
    }

    public async ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most)
    {
        Begin();
        try
        {
            var count = await _inner.ReceiveInto(writer, offset, most).ConfigureAwait(false);
            if (count < most)
                await End(_inner).ConfigureAwait(false);
            return count;
        }
        catch (DataConnectionException cause)
        {
            Abort();
            throw Failure(cause);
        }
        finally
        {
            End();
        }
    }

    public async ValueTask Send(TransferChunk chunk)
    {
        Begin();
        try
        {
            await _inner.Send(chunk).ConfigureAwait(false);
        }
        catch (DataConnectionException cause)
        {
            throw Failure(cause);
        }
        finally
        {
            End();
        }
    }

    public async ValueTask CompleteSend()
    {
        Begin();
        try
        {
            await _inner.CompleteSend().ConfigureAwait(false);
        }
        catch (DataConnectionException cause)
        {
            throw Failure(cause);
        }
        finally
        {
            End();
        }
    }

    public void Abort()
    {
        try
        {
            _socket?.LingerState = new LingerOption(true, 0);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }

        _inner.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private static async ValueTask End(IDataTransport ended)
    {
        try
        {
            await ended.CompleteSend().ConfigureAwait(false);
        }
        catch (DataConnectionException)
        {
            // All there was has come.
        }
    }

    private void Begin()
    {
        Volatile.Write(ref _activeAt, _time.GetTimestamp());
        Volatile.Write(ref _inFlight, 1);
    }

    private void End() => Volatile.Write(ref _inFlight, 0);

    /// <summary>Only the other side's silence counts: nothing is in flight while this side thinks or is held back. A medium that takes as
    /// long for a region's next bytes is taken for it, too.</summary>
    private void Look()
    {
        var activity = _inner.Activity;
        if (Volatile.Read(ref _inFlight) == 0 || activity != _activity)
        {
            _activity = activity;
            Volatile.Write(ref _activeAt, _time.GetTimestamp());
        }
        else if (_time.GetElapsedTime(Volatile.Read(ref _activeAt)) >= _patience)
        {
            _isStalled = true;
            Abort();
        }
    }

    private FtpConnectionException Failure(DataConnectionException cause) => new(
        FtpConnectionFault.Data,
        _isStalled ? $"Nothing moved for {_patience.TotalSeconds} s." : cause.Message,
        cause);
}
