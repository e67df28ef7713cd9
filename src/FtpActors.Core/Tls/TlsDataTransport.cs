using System.Net;
using System.Runtime.CompilerServices;
using FtpActors.Core.Blocking;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>A data connection under TLS. Owns the connection below.</summary>
/// <remarks>An upload that ends without close_notify fails with <see cref="DataConnectionFault.Truncated"/>, unless
/// <see cref="TlsServerOptions.AcceptTruncatedUploads"/> takes it for whole.</remarks>
public sealed class TlsDataTransport : IDataTransport, IGatheringTransport
{
    private const int DropSize = 256;

    /// <summary>Of a last chunk and close_notify, under TLS.</summary>
    private const int MostGathered = 32 * 1024;

    /// <summary>How often it is looked whether a download still moves; also how long a client that has everything gets for its close_notify.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    // What the connection is used for.
    private const int Undecided = 0;
    private const int Handshake = 1;
    private const int ClearText = 2;

    private readonly IDataTransport _inner;
    private readonly TlsServer _server;
    private readonly TlsConnection _control;
    private readonly CancellationTokenSource _aborted = new();
    private readonly HandshakeLimit _limit;
    private Task? _begun;
    private Task<TlsDataChannel>? _opening;
    private TlsDataChannel? _channel;
    private int _use;
    private bool _isAnswered;
    private long _bytesMoved;

    internal TlsDataTransport(IDataTransport inner, TlsServer server, TlsConnection control)
    {
        _inner = inner;
        _server = server;
        _control = control;
        _limit = new HandshakeLimit(server.Options.HandshakeTimeout, server.Time, _aborted.Token);
    }

    public IPEndPoint Remote => _inner.Remote;

    /// <summary>Payload, without what TLS adds.</summary>
    public long BytesMoved => Interlocked.Read(ref _bytesMoved);

    public long Activity => _inner.Activity;

    /// <summary>The connection resumed a session: one of its own control connection under <see cref="SessionReuse.Require"/>, and
    /// under <see cref="SessionReuse.Warn"/> where OpenSSL 3 is there; one of any connection with this server's certificate
    /// otherwise. False before <see cref="Open"/>.</summary>
    public bool IsResumed => _channel?.Wire.Watch.IsResumed ?? false;

    /// <summary>The client sends. Known when the transfer is, before <see cref="Open"/>.</summary>
    internal bool IsUpload { get; set; }

    /// <summary>Hears of a handshake that fails, before anybody else does; not of one that was given up.</summary>
    internal Action<TlsHandshakeException>? Failed { get; init; }

    /// <summary>The connection below TLS.</summary>
    internal IDataTransport Wire => _inner;

    private TlsDataChannel Channel => _channel ?? throw new InvalidOperationException("The connection was not opened.");

    /// <summary>Does the handshake, or waits for the end of one that the client began before. Its time runs from here, unless it
    /// runs since the client's first byte.</summary>
    /// <exception cref="DataConnectionException"><see cref="DataConnectionFault.NotOpened"/>; the inner exception is a <see cref="TlsHandshakeException"/>.</exception>
    public async ValueTask Open()
    {
        try
        {
            _limit.Start();
            var channel = await (_opening ??= ShakeHands()).ConfigureAwait(false);
            channel.Wire.Serve(IsUpload);
            _channel = channel;
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

    /// <summary>The handshake begins when the client begins it, whether or not <see cref="Open"/> was called; what becomes of it
    /// is told there. One that fails ends the connection at once.</summary>
    internal void Await() => _opening = ShakeHands();

    /// <summary>Instead of <see cref="Open"/>, after <see cref="Await"/>: the connection in clear text after all, without this one; or
    /// null when the client has begun the handshake.</summary>
    internal IDataTransport? TakeOff()
    {
        if (Interlocked.CompareExchange(ref _use, ClearText, Undecided) != Undecided)
            return null;
        _ = Ended(_opening!);
        return new AwaitedTransport(_inner, _begun!);
    }

    /// <summary>Fills the buffer as far as what is there goes. 0 says that the peer ended TLS, and that it was told the same; it may be
    /// asked again.</summary>
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
        if (!_isAnswered)
        {
            _isAnswered = true;
            await Answer(channel).ConfigureAwait(false);
        }

        return 0;
    }

    public bool HasArrived => Channel.Wire.HasArrived || _inner.HasArrived;

    /// <summary>What is decrypted is written where it is.</summary>
    public bool FillsRegions => true;

    public ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most) => TlsFileReceiver.Receive(this, _inner, writer, offset, most);

    public ValueTask Send(TransferChunk chunk) => chunk.Region is { } region ? TlsFileSender.Send(this, region) : SendMemory(chunk.Memory);

    /// <summary>Sends close_notify and ends our side, then waits for the peer to do the same: until it has everything and a moment
    /// more, or until nothing has moved for <see cref="TlsServerOptions.CloseTimeout"/>. What it has not taken by then still
    /// arrives: the system goes on sending after <see cref="DisposeAsync"/>.</summary>
    public async ValueTask CompleteSend()
    {
        var channel = Channel;
        channel.Wire.GatherRoom = 0;
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

    /// <summary>What is small goes out together with close_notify: one call, and one packet for the peer to wake up for.</summary>
    public async ValueTask SendLast(TransferChunk chunk)
    {
        Channel.Wire.GatherRoom = chunk.Region is null ? MostGathered : 0;
        await Send(chunk).ConfigureAwait(false);
        await CompleteSend().ConfigureAwait(false);
    }

    public void Abort()
    {
        _aborted.Cancel();
        _inner.Abort();
    }

    public void Reset()
    {
        _aborted.Cancel();
        _inner.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        var channel = _channel;
        if (channel is null && _opening is { } opening)
        {
            Abort();
            await Ended(opening).ConfigureAwait(false);
            channel = opening.IsCompletedSuccessfully ? await opening.ConfigureAwait(false) : null;
        }

        if (channel is not null)
            await channel.Stream.DisposeAsync().ConfigureAwait(false);
        _limit.Dispose();
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

    async ValueTask IGatheringTransport.Gather(ReadOnlyMemory<byte> memory, int room)
    {
        try
        {
            Channel.Wire.GatherRoom = room;
            await Channel.Stream.WriteAsync(memory).ConfigureAwait(false);
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
            Channel.Wire.GatherRoom = 0;
            await Channel.Wire.Release(CancellationToken.None).ConfigureAwait(false);
            Moved(length);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            throw Lost(cause);
        }
    }

    private async Task<TlsDataChannel> ShakeHands()
    {
        try
        {
            var begun = _inner.Receive(Memory<byte>.Empty).AsTask();
            _begun = begun;
            return await _server.AcceptData(new TransportStream(_inner), Begun(begun), _control, _limit).ConfigureAwait(false);
        }
        catch (Exception cause) when (_use != ClearText)
        {
            if (cause is TlsHandshakeException failure)
                Failed?.Invoke(failure);
            _inner.Abort();
            throw;
        }
        finally
        {
            _limit.Dispose();
        }
    }

    /// <summary>Waits for the client's first byte, as long as it takes until <see cref="Open"/> and from there as long as it may.</summary>
    private async ValueTask<int> Begun(Task<int> begun)
    {
        using var abort = _limit.Token.UnsafeRegister(static connection => ((IDataTransport)connection!).Abort(), _inner);
        try
        {
            await begun.ConfigureAwait(false);
        }
        catch (DataConnectionException) when (_limit.Token.IsCancellationRequested)
        {
            throw new OperationCanceledException(_limit.Token);
        }

        if (Interlocked.CompareExchange(ref _use, Handshake, Undecided) != Undecided)
            throw new OperationCanceledException("The transfer is in clear text.");
        _limit.Start();
        return 0;
    }

    /// <summary>Ends when the task does, however it does.</summary>
    private static async Task Ended(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

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
            while (await Turn.Of(channel.Stream.ReadAsync(dropped)) > 0)
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
