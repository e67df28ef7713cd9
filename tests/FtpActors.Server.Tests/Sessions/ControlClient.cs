using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>The client's end of a control connection.</summary>
internal sealed class ControlClient(Socket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ReplyReader _replies = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public IPEndPoint Local => (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>The server has sent something that is not read yet.</summary>
    public bool HasInput => _start < _end || socket.Available > 0;

    public static async Task<ControlClient> Connect(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        return new ControlClient(socket);
    }

    /// <summary>A connection over loopback.</summary>
    /// <param name="kernelBuffer">Bytes the kernel keeps in each direction, about; 0 for its default.</param>
    public static async Task<(ControlClient Client, Socket Server)> Pair(int kernelBuffer = 0)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (kernelBuffer > 0)
        {
            foreach (var socket in new[] { listener, client })
                (socket.SendBufferSize, socket.ReceiveBufferSize) = (kernelBuffer, kernelBuffer);
        }

        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var accepting = listener.AcceptAsync();
        await client.ConnectAsync(listener.LocalEndPoint!);
        return (new ControlClient(client), await accepting);
    }

    /// <summary>Sends each line with CRLF, all in one write.</summary>
    public Task Send(params string[] lines) => Send(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))));

    public async Task Send(byte[] bytes) => await socket.SendAsync(bytes);

    public void SendUrgent(byte[] bytes) => socket.Send(bytes, SocketFlags.OutOfBand);

    public async Task<FtpReply> Reply()
    {
        while (true)
        {
            var line = await ReadLine() ?? throw new EndOfStreamException("The server ended the connection.");
            if (_replies.TryRead(line, out var reply))
                return reply;
        }
    }

    /// <summary>Reads as many replies and compares their codes.</summary>
    public async Task Expect(params int[] codes)
    {
        foreach (var code in codes)
        {
            var reply = await Reply();
            Assert.True(code == reply.Code, $"{code} expected, {reply} read.");
        }
    }

    /// <summary>The server ends the connection without another reply.</summary>
    public async Task ExpectEnd() => Assert.Null(await ReadLine());

    /// <summary>The server cuts the connection, in whatever way.</summary>
    public async Task ExpectCut()
    {
        try
        {
            await ExpectEnd();
        }
        catch (SocketException cause)
        {
            Assert.Equal(SocketError.ConnectionReset, cause.SocketErrorCode);
        }
    }

    /// <summary>The client's handshake; whatever certificate comes is good.</summary>
    public async Task<SslStream> StartTls()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var tls = new SslStream(new NetworkStream(socket));
        var options = new SslClientAuthenticationOptions { TargetHost = "", RemoteCertificateValidationCallback = (_, _, _, _) => true };
        await tls.AuthenticateAsClientAsync(options, timeout.Token);
        return tls;
    }

    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<string?> ReadLine()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var line = new MemoryStream();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await socket.ReceiveAsync(_buffer, timeout.Token));
                if (_end == 0)
                    return null;
            }

            var feed = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var until = feed < 0 ? _end : feed + 1;
            line.Write(_buffer, _start, until - _start);
            _start = until;
            if (feed >= 0)
                return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\n').TrimEnd('\r');
        }
    }
}
