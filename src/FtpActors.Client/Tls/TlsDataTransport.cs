using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Tls;

/// <summary>A data connection under TLS. Owns the connection below.</summary>
/// <remarks>An upload reads, too: a TLS 1.3 ticket resumes one session only, and the next ones come over data connections. Left unread
/// they would be missing for the next transfer, which servers then refuse that want sessions resumed.</remarks>
internal sealed class TlsDataTransport : IDataTransport, IGatheringTransport
{
    /// <summary>How long the server's end of an upload is waited for.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly SocketDataTransport _inner;
    private readonly DataWire _wire;
    private readonly SslStream _stream;
    private readonly bool _requiresCloseNotify;
    private readonly TimeProvider _time;
    private Task? _reading;
    private int _isDisposed;
    private long _moved;

    private TlsDataTransport(Socket socket, SocketDataTransport inner, DataWire wire, SslStream stream, FtpClientOptions options) =>
        (_socket, _inner, _wire, _stream, _requiresCloseNotify, _time) = (socket, inner, wire, stream, options.Tls.RequiresCloseNotify, options.Time);

    public IPEndPoint Remote => _inner.Remote;

    /// <summary>The ticket that this connection used up has been replaced, or can be used again.</summary>
    public bool HasTicket => _wire.HasRead || _stream.SslProtocol != SslProtocols.Tls13;

    public long BytesMoved => Interlocked.Read(ref _moved);

    public long Activity => _inner.Activity;

    public bool HasArrived => _wire.HasArrived || _inner.HasArrived;

    /// <summary>What is decrypted is written where it is.</summary>
    public bool FillsRegions => true;

    /// <param name="socket">Of the inner transport.</param>
    /// <param name="inner">Taken over, also by a handshake that fails.</param>
    /// <param name="options">Settings of the handshake, and how it ends.</param>
    /// <param name="serverName">Of the control connection.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="FtpConnectionException">Security.</exception>
    public static async Task<TlsDataTransport> Open(Socket socket, SocketDataTransport inner, FtpClientOptions options, string serverName, CancellationToken cancel)
    {
        var wire = new DataWire(inner);
        var stream = await TlsClient.Handshake(wire, options, serverName, leavesOpen: false, cancel).ConfigureAwait(false);
        wire.HasRead = false;
        wire.Rest();
        return new TlsDataTransport(socket, inner, wire, stream, options);
    }

    /// <summary>Fills the buffer as far as what is there goes: a record is 16 KiB at most.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        int count;
        try
        {
            count = await _stream.ReadAsync(buffer).ConfigureAwait(false);
            for (int more; count > 0 && count < buffer.Length && _wire.HasData; count += more)
            {
                more = await _stream.ReadAsync(buffer[count..]).ConfigureAwait(false);
                if (more == 0)
                    break;
            }
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }

        if (count == 0 && _wire.HasEnded && _requiresCloseNotify)
            throw new DataConnectionException(DataConnectionFault.Lost, "The data ended without the server's close_notify.");
        Interlocked.Add(ref _moved, count);
        return count;
    }

    public ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most) => TlsFileReceiver.Receive(this, _inner, writer, offset, most);

    public async ValueTask Send(TransferChunk chunk)
    {
        _reading ??= ReadTickets();
        if (chunk.Region is { } region)
        {
            await TlsFileSender.Send(this, region).ConfigureAwait(false);
            return;
        }

        try
        {
            await _stream.WriteAsync(chunk.Memory).ConfigureAwait(false);
            Interlocked.Add(ref _moved, chunk.Length);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    async ValueTask IGatheringTransport.Gather(ReadOnlyMemory<byte> memory, int room)
    {
        try
        {
            _wire.Gather(room);
            await _stream.WriteAsync(memory).ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    async ValueTask IGatheringTransport.SendGathered(int length)
    {
        try
        {
            await _wire.Release().ConfigureAwait(false);
            Interlocked.Add(ref _moved, length);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    /// <summary>close_notify, then the end; the connection stays until the server has said that it has all.</summary>
    public async ValueTask CompleteSend()
    {
        try
        {
            await _stream.ShutdownAsync().ConfigureAwait(false);
            // What the connection below would drop for it, the tickets, is being read.
            _socket.Shutdown(SocketShutdown.Send);
            using var deadline = new CancellationTokenSource(LongestEnd, _time);
            await (_reading ?? ReadTickets()).WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server's reply will tell.
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    public void Abort() => _inner.Abort();

    /// <summary>Whoever comes second, as the client's actor may beside a caller, leaves it to the first: SslStream does not bear both at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        // Politeness would have to be awaited by the other end.
        _inner.Abort();
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Until the server closes its side; what it sends besides tickets is of no interest.</summary>
    private async Task ReadTickets()
    {
        var unasked = new byte[256];
        try
        {
            while (await _stream.ReadAsync(unasked).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // Whoever sends hears of it.
        }
    }

    private static bool IsLoss(Exception cause) => cause is IOException or SocketException or DataConnectionException or ObjectDisposedException or InvalidOperationException;

    private static DataConnectionException Lost(Exception cause) => new(DataConnectionFault.Lost, "The data connection was lost.", cause);
}
