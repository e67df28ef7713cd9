using System.Net;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Wire;
using FtpActors.TestKit.Wiring;

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

    private readonly IClientNetwork _network;
    private readonly IClientConnection _connection;
    private readonly FtpTranscriptDeadline _deadline;
    private readonly List<string> _conversation;
    private readonly ReplyReader _replies = new();
    private readonly List<byte> _line = [];
    private readonly byte[] _buffer = new byte[ReadSize];
    private int _from;
    private int _to;

    private FtpTranscript(IClientNetwork network, IClientConnection connection, FtpTranscriptDeadline deadline)
    {
        _network = network;
        _connection = connection;
        _deadline = deadline;
        _conversation = deadline.Conversation;
        Local = connection.Local;
        Remote = connection.Remote;
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
    public static Task<FtpTranscript> Connect(IPEndPoint server, IPAddress? from = null, TimeSpan? patience = null) =>
        ConnectOver(TcpClientNetwork.Instance, server, from, patience);

    /// <summary>As the public one, over whatever network.</summary>
    internal static async Task<FtpTranscript> ConnectOver(IClientNetwork network, IPEndPoint server, IPAddress? from, TimeSpan? patience)
    {
        var deadline = new FtpTranscriptDeadline(patience ?? DefaultPatience, []);
        return new FtpTranscript(network, await deadline.Dial(network, server, from).ConfigureAwait(false), deadline);
    }

    /// <summary>Sends <paramref name="line"/> and CRLF in one write.</summary>
    public Task SendLine(string line) => SendText(line + "\r\n");

    /// <summary>Sends <paramref name="text"/> in one write, line ends as they are in it.</summary>
    public async Task SendText(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            _conversation.Add("> " + (line.StartsWith("PASS ", StringComparison.OrdinalIgnoreCase) ? "PASS ***" : line.TrimEnd('\r')));
        await Send(Encoding.UTF8.GetBytes(text), isUrgent: false).ConfigureAwait(false);
    }

    /// <summary>Sends bytes in one write.</summary>
    public async Task SendBytes(ReadOnlyMemory<byte> bytes)
    {
        _conversation.Add($"> {bytes.Length} bytes");
        await Send(bytes, isUrgent: false).ConfigureAwait(false);
    }

    /// <summary>Sends bytes in one write as TCP urgent data (<c>MSG_OOB</c>): the last of them is the urgent one.</summary>
    public async Task SendUrgent(ReadOnlyMemory<byte> bytes)
    {
        _conversation.Add($"> {bytes.Length} bytes, urgent");
        await Send(bytes, isUrgent: true).ConfigureAwait(false);
    }

    /// <summary>Says that no more commands come; replies can still be read.</summary>
    public void CompleteSend() => _connection.CompleteSend();

    /// <summary>The next reply.</summary>
    /// <exception cref="FtpTranscriptException">The server closed the connection, or was silent for too long.</exception>
    public async Task<FtpReply> ReadReply() =>
        await TryReadReply().ConfigureAwait(false) ?? throw _deadline.Failure("The server closed the connection where a reply was expected.");

    /// <summary>The next reply; it must have <paramref name="code"/> and, where given, <paramref name="text"/> somewhere in its lines.</summary>
    public async Task<FtpReply> Expect(int code, string? text = null)
    {
        var reply = await ReadReply().ConfigureAwait(false);
        if (reply.Code != code || (text is not null && !reply.Lines.Append(reply.Text).Any(line => line.Contains(text, StringComparison.Ordinal))))
            throw _deadline.Failure($"Expected {code} {text}, got {reply}.");
        return reply;
    }

    /// <summary>Sends a line and expects the next reply to be its answer.</summary>
    public async Task<FtpReply> Command(string line, int code, string? text = null)
    {
        await SendLine(line).ConfigureAwait(false);
        return await Expect(code, text).ConfigureAwait(false);
    }

    /// <summary>Sends a line and returns the next reply, whatever it is.</summary>
    public async Task<FtpReply> Ask(string line)
    {
        await SendLine(line).ConfigureAwait(false);
        return await ReadReply().ConfigureAwait(false);
    }

    /// <summary>USER and PASS; expects 331 and 230.</summary>
    public async Task Login(string user = "demo", string password = "demo")
    {
        await Command($"USER {user}", 331).ConfigureAwait(false);
        await Command($"PASS {password}", 230).ConfigureAwait(false);
    }

    /// <summary>Expects the server to close the connection without another reply.</summary>
    public async Task ExpectClosed()
    {
        try
        {
            if (await TryReadReply().ConfigureAwait(false) is { } reply)
                throw _deadline.Failure($"Expected the connection to be closed, got {reply}.");
        }
        catch (FtpTranscriptException broken) when (broken.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // A reset is an end too.
        }
    }

    /// <summary>Vanishes: the server reads a reset (RST) instead of an orderly end.</summary>
    public void Reset() => _connection.Reset();

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _tls?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<FtpReply?> TryReadReply()
    {
        while (await ReadLine().ConfigureAwait(false) is { } line)
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
            _to = await _deadline.Bound("a reply", cancel => _tls is null ? _connection.Receive(_buffer, cancel) : _tls.ReadAsync(_buffer, cancel)).ConfigureAwait(false);
            if (_to == 0)
                return null;
        }
    }

    private Task Send(ReadOnlyMemory<byte> bytes, bool isUrgent) => _deadline.Bound("the server to take what is sent", async cancel =>
    {
        await (_tls?.WriteAsync(bytes, cancel) ?? _connection.Send(bytes, isUrgent, cancel)).ConfigureAwait(false);
        return true;
    });
}
