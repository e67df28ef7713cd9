using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FtpActors.Client.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>A control connection: lines out, replies in, both bounded. Owns the socket.</summary>
/// <remarks>One reads at a time; anybody may send. Nothing is read before somebody wants it, so that TLS can take over between two
/// replies. Failures are <see cref="FtpConnectionException"/>s, after which the connection is of no more use.</remarks>
internal sealed class ControlLink : IDisposable
{
    private const int BufferSize = 4096;
    private const int MostBlankLines = 100;

    private readonly Socket _socket;
    private readonly Stream _clear;
    private readonly FtpClientOptions _options;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ReplyReader _replies = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<byte> _line = [];
    private SessionName? _name;
    private int _from;
    private int _to;

    public ControlLink(Socket socket, Stream stream, FtpClientOptions options)
    {
        (_socket, _clear, Stream, _options) = (socket, stream, stream, options);
        Encoding = new LinkEncoding(options.FallbackCodePage);
        Local = PeerAddress.Plain((IPEndPoint)socket.LocalEndPoint!);
        Remote = PeerAddress.Plain((IPEndPoint)socket.RemoteEndPoint!);
        Address = options.Proxy is null ? Remote.Address : IPAddress.TryParse(options.Host, out var given) ? PeerAddress.Plain(given) : null;
    }

    public IPEndPoint Local { get; }

    /// <summary>The other end of the socket: the server, or the proxy.</summary>
    public IPEndPoint Remote { get; }

    /// <summary>The server's; null where a proxy has looked it up.</summary>
    public IPAddress? Address { get; }

    public LinkEncoding Encoding { get; }

    /// <summary>Bytes that came and were not read yet: before TLS begins there must be none.</summary>
    public bool HasUnread => _from < _to;

    /// <summary>The socket's own or what is laid over it.</summary>
    public Stream Stream { get; private set; }

    /// <summary>What handshakes of this connection and its data connections call the server.</summary>
    public string ServerName => _name!.Spelling;

    /// <summary>Data connections are under TLS (PROT P).</summary>
    public bool ProtectsData { get; set; }

    /// <summary>MODE Z in place of MODE S; null where somebody else may have chosen.</summary>
    public bool? IsDeflated { get; set; } = false;

    /// <summary>The server was told to begin TLS on data connections, as for one to another server (SSCN).</summary>
    public bool IsServerTlsClient { get; set; }

    /// <summary>Something came, or the connection ended, while nobody had asked for anything.</summary>
    public bool HasGoneStale
    {
        get
        {
            try
            {
                // Over TLS records may come that say nothing to us.
                return HasUnread || (_socket.Poll(0, SelectMode.SelectRead) && (_socket.Available == 0 || Stream is NetworkStream));
            }
            catch (Exception cause) when (cause is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>The server at another port, as it can be dialled.</summary>
    public EndPoint At(int port) => Address is null ? new DnsEndPoint(_options.Host, port) : new IPEndPoint(Address, port);

    /// <summary>Everything from now on goes through TLS.</summary>
    /// <exception cref="FtpConnectionException">Security; also when something came in clear that could be taken for an answer.</exception>
    public async Task Encrypt(CancellationToken cancel)
    {
        if (HasUnread)
            throw new FtpConnectionException(FtpConnectionFault.Security, "Somebody sent more than the answer to AUTH.");
        _name ??= SessionName.Take(_options.Tls.ServerName ?? _options.Host);
        Stream = await TlsClient.Handshake(Stream, _options, ServerName, leavesOpen: true, cancel).ConfigureAwait(false);
    }

    /// <summary>Ends TLS and goes on in clear (RFC 4217 §12.3): close_notify goes out, the server's is waited for.</summary>
    /// <exception cref="FtpConnectionException">Security: what came under TLS is no answer to anything, or nothing came.</exception>
    public async Task Clear(CancellationToken cancel)
    {
        if (HasUnread || !await TlsClient.End((SslStream)Stream, _options, cancel).ConfigureAwait(false))
            throw new FtpConnectionException(FtpConnectionFault.Security, "TLS did not end where it should.");
        await Stream.DisposeAsync().ConfigureAwait(false);
        Stream = _clear;
    }

    /// <summary>Sends one command and waits for its last reply.</summary>
    /// <exception cref="FtpReplyException">It is not what was expected.</exception>
    public async Task<FtpReply> Ask(CommandStep step)
    {
        await Send(step.Line).ConfigureAwait(false);
        var reply = await ReadLast(step.Waited).ConfigureAwait(false);
        return step.Expected.Matches(reply) ? reply : throw new FtpReplyException(step.ToString(), reply);
    }

    /// <summary>As <see cref="Ask"/>, and any reply will do.</summary>
    public Task<FtpReply> AskAnything(string line) => Ask(new CommandStep(line, "xxx"));

    /// <param name="lines">Without line ends; they go out in one write.</param>
    public async Task Send(params string[] lines)
    {
        var bytes = lines.Length == 1
            ? Encoding.Write(CommandText.Check(lines[0]))
            : lines.SelectMany(line => Encoding.Write(CommandText.Check(line)).ToArray()).ToArray();
        await Bounded(_options.Timeouts.Reply, "take a command", async cancel =>
        {
            await _sending.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                await Stream.WriteAsync(bytes, cancel).ConfigureAwait(false);
                await Stream.FlushAsync(cancel).ConfigureAwait(false);
                return 0;
            }
            finally
            {
                _sending.Release();
            }
        }).ConfigureAwait(false);
    }

    /// <summary>The first reply that is not one of those after which another follows.</summary>
    public async Task<FtpReply> ReadLast(ReplyMask waited)
    {
        for (var before = 0; ; before++)
        {
            var reply = await ReadReply(_options.Timeouts.Reply).ConfigureAwait(false);
            if (!waited.Matches(reply))
                return reply;
            if (before == _options.Limits.MaxPreliminaryReplies)
                throw Broken($"There are more than {_options.Limits.MaxPreliminaryReplies} preliminary replies.");
        }
    }

    public Task<FtpReply> ReadReply(TimeSpan timeout) => Bounded(timeout, "answer", async cancel =>
    {
        for (int lines = 0, blanks = 0; ;)
        {
            var line = await ReadLine(cancel).ConfigureAwait(false);
            if (line.Length == 0 && !_replies.IsInsideReply && ++blanks <= MostBlankLines)
                continue;
            if (++lines > _options.Limits.MaxReplyLines)
                throw Broken($"A reply has more than {_options.Limits.MaxReplyLines} lines.");
            try
            {
                if (_replies.TryRead(line, out var reply))
                    return reply;
            }
            catch (FormatException cause)
            {
                throw Broken("The server does not speak FTP.", cause);
            }
        }
    });

    public void Dispose()
    {
        _socket.Dispose();
        Stream.Dispose();
        _clear.Dispose();
        _name?.Dispose();
    }

    private async ValueTask<string> ReadLine(CancellationToken cancel)
    {
        _line.Clear();
        while (true)
        {
            if (_from == _to)
            {
                _from = 0;
                _to = 0;
                _to = await Stream.ReadAsync(_buffer, cancel).ConfigureAwait(false);
                if (_to == 0)
                    throw new FtpConnectionException(FtpConnectionFault.Lost, "The server closed the control connection.");
            }

            var read = _buffer.AsSpan(_from, _to - _from);
            var end = read.IndexOf((byte)'\n');
            var piece = end < 0 ? read : read[..end];
            _from += end < 0 ? read.Length : end + 1;
            if (_line.Count + piece.Length > _options.Limits.MaxReplyLine)
                throw Broken($"A line of a reply has more than {_options.Limits.MaxReplyLine} bytes.");
            _line.AddRange(piece);
            if (end >= 0)
                return Encoding.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line).TrimEnd((byte)'\r'));
        }
    }

    private async Task<T> Bounded<T>(TimeSpan timeout, string what, Func<CancellationToken, Task<T>> work)
    {
        using var deadline = new CancellationTokenSource(timeout, _options.Time);
        try
        {
            return await work(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (deadline.IsCancellationRequested)
        {
            throw new FtpConnectionException(FtpConnectionFault.Timeout, $"The server did not {what} within {timeout.TotalSeconds} s.", cause);
        }
        catch (Exception cause) when (cause is IOException or SocketException or ObjectDisposedException)
        {
            throw new FtpConnectionException(FtpConnectionFault.Lost, "The control connection was lost.", cause);
        }
    }

    private static FtpConnectionException Broken(string message, Exception? cause = null) =>
        new(FtpConnectionFault.Protocol, message, cause);
}
