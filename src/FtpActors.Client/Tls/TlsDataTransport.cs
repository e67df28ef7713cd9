using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Tls;

/// <summary>A data connection under TLS; takes memory chunks only. Owns socket and stream.</summary>
/// <remarks>An upload reads, too: a TLS 1.3 ticket resumes one session only, and the next ones come over data connections. Left unread
/// they would be missing for the next transfer, which servers then refuse that want sessions resumed.</remarks>
internal sealed class TlsDataTransport : IDataTransport
{
    /// <summary>How long the server's end of an upload is waited for.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly EndWatch _wire;
    private readonly SslStream _stream;
    private readonly bool _requiresCloseNotify;
    private readonly TimeProvider _time;
    private Task? _reading;
    private int _isDisposed;
    private long _moved;

    private TlsDataTransport(Socket socket, EndWatch wire, SslStream stream, IPEndPoint remote, FtpClientOptions options) =>
        (_socket, _wire, _stream, Remote, _requiresCloseNotify, _time) = (socket, wire, stream, remote, options.Tls.RequiresCloseNotify, options.Time);

    public IPEndPoint Remote { get; }

    /// <summary>The ticket that this connection used up has been replaced, or can be used again.</summary>
    public bool HasTicket => _wire.HasRead || _stream.SslProtocol != SslProtocols.Tls13;

    public long BytesMoved => Interlocked.Read(ref _moved);

    /// <exception cref="FtpConnectionException">Security.</exception>
    public static async Task<TlsDataTransport> Open(Socket socket, IPEndPoint remote, FtpClientOptions options, string serverName, CancellationToken cancel)
    {
        var wire = new EndWatch(new NetworkStream(socket, true));
        var stream = await TlsClient.Handshake(wire, options, serverName, leavesOpen: false, cancel).ConfigureAwait(false);
        wire.HasRead = false;
        return new TlsDataTransport(socket, wire, stream, remote, options);
    }

    /// <summary>Fills the buffer as far as what is there goes: a record is 16 KiB at most.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        try
        {
            var count = await _stream.ReadAsync(buffer).ConfigureAwait(false);
            for (int more; count > 0 && count < buffer.Length && _socket.Available > 0; count += more)
            {
                more = await _stream.ReadAsync(buffer[count..]).ConfigureAwait(false);
                if (more == 0)
                    break;
            }

            if (count == 0 && _wire.HasEnded && _requiresCloseNotify)
                throw new DataConnectionException(DataConnectionFault.Lost, "The data ended without the server's close_notify.");
            Interlocked.Add(ref _moved, count);
            return count;
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    public async ValueTask Send(TransferChunk chunk)
    {
        if (chunk.Region is not null)
            throw new NotSupportedException("TLS takes memory only.");
        _reading ??= ReadTickets();
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

    /// <summary>close_notify, then the end; the socket stays until the server has said that it has all.</summary>
    public async ValueTask CompleteSend()
    {
        try
        {
            await _stream.ShutdownAsync().ConfigureAwait(false);
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

    public void Abort() => _socket.Dispose();

    /// <summary>Whoever comes second, as the client's actor may beside a caller, leaves it to the first: SslStream does not bear both at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        // Politeness would have to be awaited by the socket's other end.
        _socket.Dispose();
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

    private static bool IsLoss(Exception cause) => cause is IOException or SocketException or ObjectDisposedException or InvalidOperationException;

    private static DataConnectionException Lost(Exception cause) => new(DataConnectionFault.Lost, "The data connection was lost.", cause);
}
