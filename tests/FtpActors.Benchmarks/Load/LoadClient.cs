using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace FtpActors.Benchmarks.Load;

/// <summary>An FTP client with buffers of its own: a control connection, and a data connection at a time. Allocates when it is made, and
/// to say what went wrong; under TLS, too. One thread at a time.</summary>
/// <param name="address">Of the server.</param>
/// <param name="port">Of the server.</param>
/// <param name="number">Clients of different numbers share no TLS sessions.</param>
/// <param name="isSecure">AUTH TLS before it logs in, and PROT P.</param>
/// <param name="resumes">Connections after the first resume its TLS session, where the server lets them.</param>
internal sealed class LoadClient(IPAddress address, int port, int number = 0, bool isSecure = false, bool resumes = true) : IDisposable
{
    private const int ControlBuffer = 8 * 1024;
    private const int DataBuffer = 256 * 1024;
    private const int CodeLength = 3;

    private static readonly byte[] Zeros = new byte[DataBuffer];

    private readonly LoadChannel _control = new($"load-{number}", resumes);
    private readonly LoadChannel _data = new($"load-{number}", resumes);
    private readonly byte[] _received = new byte[ControlBuffer];
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _replyStart;
    private int _replyLength;
    private long _moved;
    private volatile bool _isStopped;

    /// <summary>The last line of the last reply, valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Reply => _received.AsSpan(_replyStart, _replyLength);

    /// <summary>Bytes of data so far. Readable from any thread.</summary>
    public long Moved => Volatile.Read(ref _moved);

    /// <summary>A transfer under way fails at its next piece. From any thread.</summary>
    public void Stop() => _isStopped = true;

    public void Connect()
    {
        (_start, _end) = (0, 0);
        _control.Connect(address, port, noDelay: true);
        Expect(220);
    }

    /// <summary>Connects and logs in, with TYPE I; commands come as lines with their line ends.</summary>
    public void LogIn(ReadOnlySpan<byte> userLine, ReadOnlySpan<byte> passwordLine)
    {
        Connect();
        if (isSecure)
        {
            Command("AUTH TLS\r\n"u8, 234);
            _control.Secure();
        }

        _control.Send(userLine);
        if (ReadReply() is var code && code != 230)
        {
            Require(code, 331);
            Command(passwordLine, 230);
        }

        if (isSecure)
        {
            Command("PBSZ 0\r\n"u8, 200);
            Command("PROT P\r\n"u8, 200);
        }

        Command("TYPE I\r\n"u8, 200);
    }

    public void Send(ReadOnlySpan<byte> lines) => _control.Send(lines);

    public void Command(ReadOnlySpan<byte> line, int expected)
    {
        _control.Send(line);
        Expect(expected);
    }

    public void Expect(int expected) => Require(ReadReply(), expected);

    /// <summary>Reads a reply, which has to be 2yz.</summary>
    public void ExpectSuccess()
    {
        if (ReadReply() / 100 != 2)
            throw Unexpected("2yz");
    }

    /// <summary>A download or listing on a data connection of its own.</summary>
    /// <param name="line">The command.</param>
    /// <param name="drops">The kernel throws the data away: the client takes less of the processor than one that looks at it.</param>
    /// <returns>Bytes and, where they are not dropped, line feeds among them.</returns>
    public (long Bytes, long Lines) Download(ReadOnlySpan<byte> line, bool drops)
    {
        var buffer = _buffer ??= new byte[DataBuffer];
        Begin(line);
        var (bytes, lines) = (0L, 0L);
        for (int count; (count = _data.Receive(buffer, drops)) > 0; bytes += count)
        {
            Moving(count);
            if (!drops)
                lines += buffer.AsSpan(0, count).Count((byte)'\n');
        }

        _data.Dispose();
        Expect(226);
        return (bytes, lines);
    }

    /// <summary>An upload of that many zero bytes.</summary>
    public void Upload(ReadOnlySpan<byte> line, long size)
    {
        Begin(line);
        for (var left = size; left > 0;)
        {
            var count = (int)Math.Min(left, Zeros.Length);
            _data.Send(Zeros.AsSpan(0, count));
            Moving(count);
            left -= count;
        }

        _data.Complete(_buffer ??= new byte[DataBuffer]);
        _data.Dispose();
        Expect(226);
    }

    /// <summary>The size of a file, or -1 where the server does not tell.</summary>
    public long Size(string path)
    {
        _control.Send(Encoding.UTF8.GetBytes($"SIZE {path}\r\n"));
        return ReadReply() == 213 && Utf8Parser.TryParse(Reply[(CodeLength + 1)..], out long size, out _) ? size : -1;
    }

    public void LogOut()
    {
        Command("QUIT\r\n"u8, 221);
        Dispose();
    }

    public void Dispose()
    {
        _data.Dispose();
        _control.Dispose();
    }

    /// <summary>Starts a transfer on a data connection by PASV, to the server's own address whatever the reply names.</summary>
    private void Begin(ReadOnlySpan<byte> line)
    {
        Command("PASV\r\n"u8, 227);
        _data.Connect(address, PassivePort(Reply));
        _control.Send(line);
        if (ReadReply() is var code && code != 125)
            Require(code, 150);
        if (isSecure)
            _data.Secure();
    }

    private void Moving(int count)
    {
        Volatile.Write(ref _moved, _moved + count);
        if (_isStopped)
            throw new LoadException("Stopped.");
    }

    private static int PassivePort(ReadOnlySpan<byte> reply)
    {
        var at = reply.IndexOf((byte)'(') + 1;
        var port = 0;
        for (var number = 0; number < 6; number++)
        {
            if (!Utf8Parser.TryParse(reply[at..], out byte value, out var length))
                throw new LoadException($"PASV answered {Encoding.UTF8.GetString(reply)}");
            port = ((port << 8) | value) & 0xffff;
            at += length + 1;
        }

        return port;
    }

    private int ReadReply()
    {
        while (true)
        {
            var line = ReadLine();
            if (line.Length < CodeLength || !Utf8Parser.TryParse(line[..CodeLength], out int code, out _) || (line.Length > CodeLength && line[CodeLength] != ' '))
                continue;
            return code;
        }
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        int end;
        while ((end = _received.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
            if (_end == _received.Length)
                throw new LoadException("A line of a reply is too long.");
            var count = _control.Receive(_received.AsSpan(_end));
            if (count == 0)
                throw new LoadException("The server closed the control connection.");
            _end += count;
        }

        (_replyStart, _replyLength) = (_start, end);
        _start += end + 1;
        return Reply;
    }

    private void Require(int code, int expected)
    {
        if (code != expected)
            throw Unexpected(expected.ToString(CultureInfo.InvariantCulture));
    }

    private LoadException Unexpected(string expected) => new($"{expected} was expected: {Encoding.UTF8.GetString(Reply).TrimEnd()}");
}
