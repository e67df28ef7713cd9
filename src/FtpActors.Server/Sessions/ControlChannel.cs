using System.Buffers;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Blocking;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>The control connection of one session: reads lines for it, writes its replies. Owns the connection.</summary>
/// <remarks>
/// Reads only as far ahead as the lines that the session has not given back leave places; beyond, the connection holds the client. A reply goes out in
/// one write, and in clear text those of one <see cref="Turn"/> together at its end. Written to and closed by the session alone.
/// <code>
/// Clear ─AUTH, session: Secure→ handshake ─Secured→ under TLS ─CCC or REIN, session: Clear→ close_notify ─Cleared→ Clear
/// </code>
/// Reading stops at a line that may change the protection until the session says how it goes on.
/// </remarks>
internal sealed partial class ControlChannel : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Every session that waits for its client has one. What is longer comes in pieces.</summary>
    private const int ReadBuffer = 96;

    /// <summary>Bytes of replies that wait for the end of a turn.</summary>
    private const int MostGathered = 16 * 1024;

    /// <summary>Lines that are read without the client keeping the reader waiting once, before others on its thread have their turn.</summary>
    private const int MostAtOnce = 64;

    /// <summary>The same for a client that waits for each reply.</summary>
    private const int MostInARow = 8;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _encoder;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    private readonly IControlTransport _transport;
    private readonly CommandFraming _framing;
    private readonly int _places;
    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[ReadBuffer];
    private IActorRef _session = ActorRefs.Nobody;
    private Action<Exception>? _failed;
    private ArrayBufferWriter<byte>? _waiting;
    private ArrayBufferWriter<byte>? _gathered;

    /// <summary>Has come and is not parsed yet.</summary>
    private ReadOnlyMemory<byte> _received;

    /// <summary>Parsed, and waits for its places.</summary>
    private LineReceived? _undelivered;

    private int _atOnce;
    private volatile bool _isCut;

    /// <summary>Asked for before what came last was dealt with, or null.</summary>
    private ValueTask<int>? _next;

    /// <param name="transport">Not set up yet; taken over.</param>
    /// <param name="limits">Line length and lines ahead.</param>
    /// <param name="keepsBytes">Lines that are not ASCII bring their bytes, too.</param>
    /// <param name="tls">Does the handshakes, or null where there is no TLS.</param>
    public ControlChannel(IControlTransport transport, LimitOptions limits, bool keepsBytes = false, TlsServer? tls = null)
    {
        _transport = transport;
        _tls = tls;
        _cut = tls is null ? null : new CancellationTokenSource();
        _framing = new CommandFraming(limits.MaxCommandLine, keepsBytes);
        _places = limits.MaxHeldCommands;
        _free = _places;
        _stream = transport.Open(needsStream: tls is not null);
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

    /// <summary>What comes next is in clear text and has not been read.</summary>
    private bool IsClear => _secured is null && _early.IsEmpty;

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
    public void Consumed(LineReceived line) => GiveBack(line.Places);

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
            Finish();
    }

    /// <summary>Cuts the connection, unless <see cref="Close"/> is about to end it in order. Idempotent.</summary>
    public void Dispose()
    {
        if (!_isClosing)
            Cut();
    }

    private async Task Read(bool isImplicit)
    {
        Action<ControlChannel> deliver = static channel => channel.Deliver();
        try
        {
            if (isImplicit && !await StartTls(null).ConfigureAwait(false))
                return;
            int count;
            while ((count = await TakeNext().ConfigureAwait(false)) > 0)
            {
                _received = _buffer.AsMemory(0, count);
                while (true)
                {
                    Turn.Take(deliver, this);
                    if (_undelivered is not { } line)
                        break;
                    await TakePlaces(line.Places).ConfigureAwait(false);
                    _undelivered = null;
                    if (!MayChangeProtection(line))
                        _session.Tell(line);
                    else if (!await PauseAt(line, _received.Length).ConfigureAwait(false))
                        return;
                }

                // What was received has ended it, as QUIT does: to ask for more would only throw.
                if (_isCut)
                {
                    _session.Tell(new PeerClosed(IsLost: true));
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

    /// <summary>Bytes that have come into the buffer, once they have.</summary>
    private ValueTask<int> TakeNext()
    {
        var next = _next ?? Receive();
        _next = null;
        return next;
    }

    private ValueTask<int> Receive()
    {
        var receiving = IsClear ? _transport.Receive(_buffer) : ReceiveProtected(_buffer);
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
    /// <remarks>After <see cref="MostInARow"/> what comes next is asked for before the session has its turn: a client that answers each reply
    /// at once cannot have answered then, and the thread looks at those who have been waiting for it.</remarks>
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

        if (_atOnce >= MostInARow && IsClear)
            _next = Receive();
    }

    private LineReceived? TryParse()
    {
        var rest = _received.Span;
        var isLine = _framing.TryRead(ref rest, out var line);
        _received = _received[(_received.Length - rest.Length)..];
        return isLine ? new LineReceived(line.Command, line.Fault) { Bytes = line.Bytes, Places = PlacesOf(line) } : null;
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

    /// <summary>Bytes that were taken. A lost connection takes everything: the read loop reports the loss.</summary>
    private int SendNow(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _transport.SendNow(bytes);
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
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
            bytes = bytes[await _transport.Send(bytes).ConfigureAwait(false)..];
    }
}
