using System.Net;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.TestKit;

/// <summary>A control connection that a test drives by hand: bytes out, replies in, nothing done on its own.</summary>
/// <remarks>
/// For tests only: it trusts the server, keeps everything it reads and is used by one caller at a time. Lines are sent
/// and read as UTF-8. Every wait is bounded by the patience given to <see cref="Connect"/>, as a safety net; what does
/// not match throws <see cref="FtpTranscriptException"/>, whose message shows the conversation.
/// </remarks>
public sealed partial class FtpTranscript : IAsyncDisposable
{
    private const int ReadSize = 4096;

    private readonly Socket _socket;
    private readonly FtpTranscriptDeadline _deadline;
    private readonly List<string> _conversation;
    private readonly ReplyReader _replies = new();
    private readonly List<byte> _line = [];
    private readonly byte[] _buffer = new byte[ReadSize];
    private int _from;
    private int _to;

    private FtpTranscript(Socket socket, FtpTranscriptDeadline deadline)
    {
        _socket = socket;
        _deadline = deadline;
        _conversation = deadline.Conversation;
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
    }

    /// <summary>30 seconds.</summary>
    public static TimeSpan DefaultPatience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The client's end of the control connection.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The server's end.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>What was said so far, <c>&gt;</c> sent and <c>&lt;</c> received; passwords are starred.</summary>
    public IReadOnlyList<string> Conversation => _conversation;

    /// <summary>Connects and reads nothing: the greeting is the first reply to expect.</summary>
    /// <param name="server">The server's control address.</param>
    /// <param name="from">Local address to connect from, or null for any.</param>
    /// <param name="patience">Bound of every single wait; <see cref="DefaultPatience"/> when null.</param>
    /// <exception cref="SocketException">The server does not accept.</exception>
    public static async Task<FtpTranscript> Connect(IPEndPoint server, IPAddress? from = null, TimeSpan? patience = null)
    {
        var deadline = new FtpTranscriptDeadline(patience ?? DefaultPatience, []);
        return new FtpTranscript(await FtpTranscriptData.Dial(server, from, deadline.Patience), deadline);
    }

    /// <summary>Sends <paramref name="line"/> and CRLF in one write.</summary>
    public Task SendLine(string line) => SendText(line + "\r\n");

    /// <summary>Sends <paramref name="text"/> in one write, line ends as they are in it.</summary>
    public async Task SendText(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _conversation.Add("> " + (line.StartsWith("PASS ", StringComparison.OrdinalIgnoreCase) ? "PASS ***" : line.TrimEnd('\r')));
        await Send(Encoding.UTF8.GetBytes(text), SocketFlags.None);
    }

    /// <summary>Sends bytes in one write.</summary>
    public async Task SendBytes(ReadOnlyMemory<byte> bytes)
    {
        _conversation.Add($"> {bytes.Length} bytes");
        await Send(bytes, SocketFlags.None);
    }

    /// <summary>Sends bytes in one write as TCP urgent data (<c>MSG_OOB</c>): the last of them is the urgent one.</summary>
    public async Task SendUrgent(ReadOnlyMemory<byte> bytes)
    {
        _conversation.Add($"> {bytes.Length} bytes, urgent");
        await Send(bytes, SocketFlags.OutOfBand);
    }

    /// <summary>Says that no more commands come; replies can still be read.</summary>
    public void CompleteSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next reply.</summary>
    /// <exception cref="FtpTranscriptException">The server closed the connection, or was silent for too long.</exception>
    public async Task<FtpReply> ReadReply() =>
        await TryReadReply() ?? throw _deadline.Failure("The server closed the connection where a reply was expected.");

    /// <summary>The next reply; it must have <paramref name="code"/> and, where given, <paramref name="text"/> somewhere in its lines.</summary>
    public async Task<FtpReply> Expect(int code, string? text = null)
    {
        var reply = await ReadReply();
        if (reply.Code != code || (text is not null && !reply.Lines.Append(reply.Text).Any(line => line.Contains(text, StringComparison.Ordinal))))
            throw _deadline.Failure($"Expected {code} {text}, got {reply}.");
        return reply;
    }

    /// <summary>Sends a line and expects the next reply to be its answer.</summary>
    public async Task<FtpReply> Command(string line, int code, string? text = null)
    {
        await SendLine(line);
        return await Expect(code, text);
    }

    /// <summary>Sends a line and returns the next reply, whatever it is.</summary>
    public async Task<FtpReply> Ask(string line)
    {
        await SendLine(line);
        return await ReadReply();
    }

    /// <summary>USER and PASS; expects 331 and 230.</summary>
    public async Task Login(string user = "demo", string password = "demo")
    {
        await Command($"USER {user}", 331);
        await Command($"PASS {password}", 230);
    }

    /// <summary>Expects the server to close the connection without another reply.</summary>
    public async Task ExpectClosed()
    {
        try
        {
            if (await TryReadReply() is { } reply)
                throw _deadline.Failure($"Expected the connection to be closed, got {reply}.");
        }
        catch (FtpTranscriptException broken) when (broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // A reset is an end too.
        }
    }

    /// <summary>Vanishes: the server reads a reset (RST) instead of an orderly end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _tls?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<FtpReply?> TryReadReply()
    {
        while (await ReadLine() is { } line)
        {
            _conversation.Add("< " + line);
            try
            {
                if (_replies.TryRead(line, out var reply))
                    return reply;
            }
            catch (FormatException malformed)
            {
                throw _deadline.Failure("The server wrote a line that begins no reply.", malformed);
            }
        }

        return null;
    }

    private async Task<string?> ReadLine()
    {
        while (true)
        {
            while (_from < _to)
            {
                var next = _buffer[_from++];
                if (next != '\n')
                {
                    _line.Add(next);
                    continue;
                }

                var line = Encoding.UTF8.GetString([.. _line]).TrimEnd('\r');
                _line.Clear();
                return line;
            }

            _from = 0;
            _to = await _deadline.Bound("a reply", cancel => _tls is null ? _socket.ReceiveAsync(_buffer, cancel) : _tls.ReadAsync(_buffer, cancel));
            if (_to == 0)
                return null;
        }
    }

    private Task Send(ReadOnlyMemory<byte> bytes, SocketFlags flags) => _deadline.Bound("the server to take what is sent", async cancel =>
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(bytes, cancel);
            return true;
        }

        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, flags, cancel)..];
        return true;
    });
}
