using System.Buffers;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Blocking;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>The control connection of one session: reads lines for it, writes its replies. Owns the socket.</summary>
/// <remarks>
/// Reads only as far ahead as the lines that the session has not given back leave places; beyond, TCP holds the client. A reply goes out in
/// one write, and in clear text those of one <see cref="Turn"/> together at its end. Written to and closed by the session alone.
/// <code>
/// Clear ─AUTH, session: Secure→ handshake ─Secured→ under TLS ─CCC or REIN, session: Clear→ close_notify ─Cleared→ Clear
/// </code>
/// Reading stops at a line that may change the protection until the session says how it goes on.
/// </remarks>
internal sealed partial class ControlChannel : IThreadPoolWorkItem, IDisposable
{
    private const int ReadBuffer = 512;
    private const int PlaceSize = 512;
    private const int MostDrained = 64 * 1024;

    /// <summary>Bytes of replies that wait for the end of a turn.</summary>
    private const int MostGathered = 16 * 1024;

    /// <summary>Lines that are read without the client keeping the reader waiting once, before others on its thread have their turn.</summary>
    private const int MostAtOnce = 64;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _encoder;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    private readonly Socket _socket;
    private readonly CommandFraming _framing;
    private readonly SemaphoreSlim _ahead;
    private readonly int _places;
    private readonly Lock _lock = new();
    private IActorRef _session = ActorRefs.Nobody;
    private Action<Exception>? _failed;
    private ArrayBufferWriter<byte>? _waiting;
    private ArrayBufferWriter<byte>? _gathered;

    /// <summary>Has come and is not parsed yet.</summary>
    private ReadOnlyMemory<byte> _received;

    /// <summary>Parsed, and waits for its places.</summary>
    private LineReceived? _undelivered;

    private int _atOnce;

    /// <param name="socket">Connected; taken over.</param>
    /// <param name="limits">Line length and lines ahead.</param>
    /// <param name="keepsBytes">Lines that are not ASCII bring their bytes, too.</param>
    /// <param name="tls">Does the handshakes, or null where there is no TLS.</param>
    public ControlChannel(Socket socket, LimitOptions limits, bool keepsBytes = false, TlsServer? tls = null)
    {
        _socket = socket;
        _tls = tls;
        _framing = new CommandFraming(limits.MaxCommandLine, keepsBytes);
        _places = limits.MaxHeldCommands;
        _ahead = new SemaphoreSlim(_places);
        // Only its constructor wants a socket that blocks. What is synchronous here would wait behind a read of TLS for ever.
        _stream = tls is null ? null : new NetworkStream(socket, ownsSocket: false);
        socket.Blocking = false;
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        // Synch before ABOR comes as urgent data: kept in its place in the stream, where the framing skips it.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.OutOfBandInline, true);
    }

    /// <summary>Some of what was written has not been taken by the client yet.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_lock)
                return _waiting is not null;
        }
    }

    /// <summary>Starts reading. <paramref name="session"/> hears <see cref="IEvent"/>s from now on.</summary>
    /// <param name="session">Owns this channel.</param>
    /// <param name="isImplicit">TLS comes first: nothing is read or may be written before <see cref="Secured"/>.</param>
    /// <param name="failed">Hears, on any thread, why the connection is lost where neither client nor network are to blame.</param>
    public void Start(IActorRef session, bool isImplicit = false, Action<Exception>? failed = null)
    {
        _session = session;
        _failed = failed;
        _ = Read(isImplicit);
    }

    /// <summary>A received line is dealt with; its places may be read again.</summary>
    public void Consumed(LineReceived line) => _ahead.Release(line.Places);

    /// <summary>Sends a reply whole.</summary>
    /// <param name="reply">Written as it is.</param>
    /// <param name="codePage">In place of UTF-8, or null.</param>
    /// <returns>False when the client does not take it now; <see cref="Flushed"/> follows once it did. In a turn that shows at its end:
    /// <see cref="Blocked"/> comes then.</returns>
    public bool Write(FtpReply reply, CodePage? codePage = null)
    {
        lock (_lock)
        {
            if (_gathered is not null || (_waiting is null && _secured is null && Turn.TryDoLast(this)))
            {
                Encode(reply, codePage, _gathered ??= TakeSpare());
                if (_gathered.WrittenCount < MostGathered || SendGathered())
                    return true;
            }
            else
            {
                var encoder = _encoder ??= new ArrayBufferWriter<byte>(1024);
                encoder.ResetWrittenCount();
                Encode(reply, codePage, encoder);
                if (_waiting is not null)
                {
                    _waiting.Write(encoder.WrittenSpan);
                    return false;
                }

                if (_secured is { } secured)
                    return WriteSecured(secured.Stream, encoder);
                if (SendOrKeep(encoder.WrittenSpan))
                    return true;
            }
        }

        _ = Flush();
        return false;
    }

    /// <summary>Sends now what waits for the end of a turn.</summary>
    /// <returns>False when the client does not take it now; <see cref="Flushed"/> follows once it did.</returns>
    public bool TryFlush()
    {
        lock (_lock)
        {
            if (_gathered is null)
                return _waiting is null;
            if (SendGathered())
                return true;
        }

        _ = Flush();
        return false;
    }

    /// <summary>The end of the turn.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (!TryFlush())
            _session.Tell(new Blocked());
    }

    /// <summary>Ends the connection after everything written so far: the client reads it, then the end.</summary>
    public void Close()
    {
        TryFlush();
        if (_secured is { } secured)
            _ = CloseSecured(secured);
        else
            CloseSocket();
    }

    /// <summary>Cuts the connection, unless <see cref="Close"/> is about to end it in order. Idempotent.</summary>
    public void Dispose()
    {
        if (!_isClosing)
            Cut();
    }

    private async Task Read(bool isImplicit)
    {
        var buffer = new byte[ReadBuffer];
        Action<ControlChannel> deliver = static channel => channel.Deliver();
        try
        {
            if (isImplicit && !await StartTls(null).ConfigureAwait(false))
                return;
            int count;
            while ((count = await Receive(buffer).ConfigureAwait(false)) > 0)
            {
                _received = buffer.AsMemory(0, count);
                while (true)
                {
                    Turn.Take(deliver, this);
                    if (_undelivered is not { } line)
                        break;
                    for (var left = line.Places; left > 0; left--)
                        await _ahead.WaitAsync().ConfigureAwait(false);
                    _undelivered = null;
                    if (!MayChangeProtection(line))
                        _session.Tell(line);
                    else if (!await PauseAt(line, _received.Length).ConfigureAwait(false))
                        return;
                }
            }

            _session.Tell(new PeerClosed(IsLost: false));
        }
        catch (Exception cause)
        {
            Lose(cause);
        }
    }

    private ValueTask<int> Receive(byte[] buffer)
    {
        var receiving = _secured is null && _early.IsEmpty ? _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) : ReceiveProtected(buffer);
        if (!receiving.IsCompleted)
            _atOnce = 0;
        if (_atOnce < MostAtOnce)
            return receiving;
        _atOnce = 0;
        return Later(receiving);
    }

    /// <summary>Goes on with the thread pool: a client that always has more to say would keep the thread from all other connections.</summary>
    private static async ValueTask<int> Later(ValueTask<int> received)
    {
        await Task.Yield();
        return await received.ConfigureAwait(false);
    }

    /// <summary>Gives the session every line that has come, up to one for which no place is left or that may change the protection.</summary>
    private void Deliver()
    {
        while (TryParse() is { } line)
        {
            if (MayChangeProtection(line) || !TryTakePlaces(line.Places))
            {
                _undelivered = line;
                return;
            }

            _atOnce++;
            _session.Tell(line);
        }
    }

    private bool TryTakePlaces(int places)
    {
        for (var taken = 0; taken < places; taken++)
        {
            if (_ahead.Wait(0))
                continue;
            if (taken > 0)
                _ahead.Release(taken);
            return false;
        }

        return true;
    }

    private LineReceived? TryParse()
    {
        var rest = _received.Span;
        var isLine = _framing.TryRead(ref rest, out var line);
        _received = _received[(_received.Length - rest.Length)..];
        return isLine ? new LineReceived(line.Command, line.Fault) { Bytes = line.Bytes, Places = PlacesOf(line) } : null;
    }

    /// <summary>One for every <see cref="PlaceSize"/> letters begun; a line that is longer than all places together takes them all.</summary>
    private int PlacesOf(ReceivedLine line)
    {
        var letters = line.Bytes?.Length ?? line.Command?.Verb.Length + line.Command?.Argument.Length ?? 0;
        return Math.Min(1 + (letters / PlaceSize), _places);
    }

    private static void Encode(FtpReply reply, CodePage? codePage, ArrayBufferWriter<byte> target)
    {
        if (codePage is null)
            ReplyCodec.Write(reply, target);
        else
            ReplyCodec.Write(reply, codePage, target);
    }

    private static ArrayBufferWriter<byte> TakeSpare()
    {
        var spare = _spare ?? new ArrayBufferWriter<byte>(1024);
        _spare = null;
        return spare;
    }

    /// <summary>Under the lock. False when something is left for <see cref="Flush"/>.</summary>
    private bool SendGathered()
    {
        var gathered = _gathered!;
        _gathered = null;
        var isSent = SendOrKeep(gathered.WrittenSpan);
        gathered.ResetWrittenCount();
        _spare = gathered;
        return isSent;
    }

    /// <summary>Under the lock, nothing waiting. False when something is left for <see cref="Flush"/>.</summary>
    private bool SendOrKeep(ReadOnlySpan<byte> bytes)
    {
        var sent = SendNow(bytes);
        if (sent == bytes.Length)
            return true;
        _waiting = new ArrayBufferWriter<byte>(bytes.Length - sent);
        _waiting.Write(bytes[sent..]);
        return false;
    }

    /// <summary>Bytes the kernel took. A lost connection takes everything: the read loop reports the loss.</summary>
    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock => 0,
                _ => bytes.Length,
            };
        }
        catch (ObjectDisposedException)
        {
            return bytes.Length;
        }
    }

    private async Task Flush()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> next;
                lock (_lock)
                {
                    if (_waiting!.WrittenCount == 0)
                    {
                        _waiting = null;
                        break;
                    }

                    next = _waiting.WrittenMemory;
                    _waiting = new ArrayBufferWriter<byte>();
                }

                if (_secured is { } secured)
                    await secured.Stream.WriteAsync(next).ConfigureAwait(false);
                else
                    await SendWhole(next).ConfigureAwait(false);
            }

            _session.Tell(new Flushed());
        }
        catch (Exception cause)
        {
            Lose(cause);
        }
    }

    private async ValueTask SendWhole(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
    }
}
