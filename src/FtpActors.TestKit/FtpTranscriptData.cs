using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit;

/// <summary>The client's end of a data connection, read and written by hand.</summary>
public sealed class FtpTranscriptData : IAsyncDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly IClientConnection _connection;
    private readonly FtpTranscriptDeadline _deadline;

    private SslStream? _tls;

    internal FtpTranscriptData(IClientConnection connection, FtpTranscriptDeadline deadline)
    {
        _connection = connection;
        _deadline = deadline;
        Local = connection.Local;
        Remote = connection.Remote;
    }

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    /// <summary>Does the handshake of a data connection under PROT P; usually once the opening reply is read.</summary>
    /// <param name="client">As for the control connection, see <see cref="FtpTranscript.StartTls"/>: its session is resumed where the platform does.</param>
    public async Task StartTls(SslClientAuthenticationOptions client)
    {
        var tls = new SslStream(_connection.OpenStream());
        _tls = tls;
        await _deadline.Bound("the TLS handshake of the data connection", async cancel =>
        {
            await tls.AuthenticateAsClientAsync(client, cancel).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <summary>Everything up to the server's end of the connection.</summary>
    public async Task<byte[]> ReadToEnd()
    {
        using var content = new MemoryStream();
        var buffer = new byte[ReadSize];
        while (await Read(buffer).ConfigureAwait(false) is > 0 and var count)
            content.Write(buffer, 0, count);
        return content.ToArray();
    }

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    public async Task<byte[]> ReadExactly(int count)
    {
        var content = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var more = await Read(content.AsMemory(filled)).ConfigureAwait(false);
            filled += more > 0 ? more : throw _deadline.Failure($"The data connection ended after {filled} of {count} bytes.");
        }

        return content;
    }

    /// <summary>True when the server ended the connection, orderly or by reset, without sending a byte.</summary>
    public async Task<bool> EndsEmpty()
    {
        try
        {
            return await Read(new byte[1]).ConfigureAwait(false) == 0;
        }
        catch (FtpTranscriptException broken) when (broken.InnerException is SocketException)
        {
            return true;
        }
    }

    /// <summary>Sends all of it.</summary>
    public Task Write(ReadOnlyMemory<byte> content) => _deadline.Bound("the server to take data", async cancel =>
    {
        await (_tls?.WriteAsync(content, cancel) ?? _connection.Send(content, isUrgent: false, cancel)).ConfigureAwait(false);
        return true;
    });

    /// <summary>Says that the content is complete: close_notify under TLS, then the end of the connection's one side.</summary>
    public async Task Complete()
    {
        if (_tls is { } tls)
        {
            await _deadline.Bound("the server to take close_notify", async _ =>
            {
                await tls.ShutdownAsync().ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }

        CompleteSend();
    }

    /// <summary>Says that the content is complete; STOR in clear text ends with this. Under TLS it is truncated: see <see cref="Complete"/>.</summary>
    public void CompleteSend() => _connection.CompleteSend();

    /// <summary>Vanishes: the server reads a reset (RST) instead of an orderly end.</summary>
    public void Reset() => _connection.Reset();

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _tls?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<int> Read(Memory<byte> buffer) => _deadline.Bound("data", cancel => _tls is null ? _connection.Receive(buffer, cancel) : _tls.ReadAsync(buffer, cancel));
}
