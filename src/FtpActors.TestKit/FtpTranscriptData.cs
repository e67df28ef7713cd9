using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace FtpActors.TestKit;

/// <summary>The client's end of a data connection, read and written by hand.</summary>
public sealed class FtpTranscriptData : IAsyncDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly Socket _socket;
    private readonly FtpTranscriptDeadline _deadline;

    private SslStream? _tls;

    internal FtpTranscriptData(Socket socket, FtpTranscriptDeadline deadline)
    {
        _socket = socket;
        _deadline = deadline;
        Local = (IPEndPoint)socket.LocalEndPoint!;
        Remote = (IPEndPoint)socket.RemoteEndPoint!;
    }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    /// <summary>Does the handshake of a data connection under PROT P; usually once the opening reply is read.</summary>
    /// <param name="client">As for the control connection, see <see cref="FtpTranscript.StartTls"/>: its session is resumed where the platform does.</param>
    public async Task StartTls(SslClientAuthenticationOptions client)
    {
        var tls = new SslStream(new NetworkStream(_socket, ownsSocket: false));
        _tls = tls;
        await _deadline.Bound("the TLS handshake of the data connection", async cancel =>
        {
            await tls.AuthenticateAsClientAsync(client, cancel);
            return true;
        });
    }

    /// <summary>Everything up to the server's end of the connection.</summary>
    public async Task<byte[]> ReadToEnd()
    {
        using var content = new MemoryStream();
        var buffer = new byte[ReadSize];
        while (await Read(buffer) is > 0 and var count)
            content.Write(buffer, 0, count);
        return content.ToArray();
    }

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    public async Task<byte[]> ReadExactly(int count)
    {
        var content = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var more = await Read(content.AsMemory(filled));
            filled += more > 0 ? more : throw _deadline.Failure($"The data connection ended after {filled} of {count} bytes.");
        }

        return content;
    }

    /// <summary>True when the server ended the connection, orderly or by reset, without sending a byte.</summary>
    public async Task<bool> EndsEmpty()
    {
        try
        {
            return await Read(new byte[1]) == 0;
        }
        catch (FtpTranscriptException broken) when (broken.InnerException is SocketException)
        {
            return true;
        }
    }

    /// <summary>Sends all of it.</summary>
    public Task Write(ReadOnlyMemory<byte> content) => _deadline.Bound("the server to take data", async cancel =>
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(content, cancel);
            return true;
        }

        while (!content.IsEmpty)
            content = content[await _socket.SendAsync(content, cancel)..];
        return true;
    });

    /// <summary>Says that the content is complete: close_notify under TLS, then the end of the connection's one side.</summary>
    public async Task Complete()
    {
        if (_tls is { } tls)
        {
            await _deadline.Bound("the server to take close_notify", async _ =>
            {
                await tls.ShutdownAsync();
                return true;
            });
        }

        CompleteSend();
    }

    /// <summary>Says that the content is complete; STOR in clear text ends with this. Under TLS it is truncated: see <see cref="Complete"/>.</summary>
    public void CompleteSend() => _socket.Shutdown(SocketShutdown.Send);

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

    internal static async Task<Socket> Dial(IPEndPoint target, IPAddress? from, TimeSpan patience)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            using var deadline = new CancellationTokenSource(patience);
            await socket.ConnectAsync(target, deadline.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task<int> Read(Memory<byte> buffer) => _deadline.Bound("data", cancel => _tls is null ? _socket.ReceiveAsync(buffer, cancel) : _tls.ReadAsync(buffer, cancel));
}
