using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FtpActors.Client.Tests;

/// <summary>One control connection of a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedSession : IDisposable
{
    private readonly Socket _socket;
    private Stream _stream;
    private StreamReader _lines;

    public ScriptedSession(Socket socket, int number)
    {
        (_socket, Number) = (socket, number);
        _socket.NoDelay = true;
        _stream = new NetworkStream(socket, true);
        _lines = new StreamReader(_stream, Encoding.Latin1);
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>From 1, in the order of connecting.</summary>
    public int Number { get; }

    /// <summary>Bytes as they are.</summary>
    public async Task Send(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Goes on under TLS.</summary>
    public async Task Encrypt(SslServerAuthenticationOptions options)
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(options);
        _stream = tls;
        _lines = new StreamReader(tls, Encoding.Latin1);
    }

    /// <summary>What the client shows after <see cref="Encrypt"/>.</summary>
    public SslStream Tls => (SslStream)_stream;

    public Task Reply(string line) => Send(line + "\r\n");

    /// <summary>Null when the client has closed the connection.</summary>
    public async Task<string?> ReadLine()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            return await _lines.ReadLineAsync(deadline.Token);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task Expect(string line) => Assert.Equal(line, await ReadLine());

    /// <summary>Expects a line and answers it.</summary>
    public async Task Answer(string line, string reply)
    {
        await Expect(line);
        await Reply(reply);
    }

    /// <summary>Greeting, USER, PASS and FEAT.</summary>
    public async Task Login(string features = "500 What?")
    {
        await Reply("220 Ready.");
        await Answer("USER anonymous", "331 Password?");
        await Answer("PASS anonymous@", "230 In.");
        await Answer("FEAT", features);
    }

    /// <summary>Answers EPSV; the listener to accept from.</summary>
    public async Task<TcpListener> AnswerExtendedPassive()
    {
        var listener = Listen();
        await Answer("EPSV", $"229 Here (|||{((IPEndPoint)listener.LocalEndpoint).Port}|)");
        return listener;
    }

    public static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>TYPE I and EPSV for a transfer.</summary>
    public async Task<TcpListener> AnswerBinary()
    {
        await Answer("TYPE I", "200 Binary.");
        return await AnswerExtendedPassive();
    }

    /// <summary>ABOR, and the NOOP that follows the first answer to it.</summary>
    public async Task AnswerAbort(string first, params string[] others)
    {
        await Answer("ABOR", first);
        await Expect("NOOP");
        foreach (var reply in others)
            await Reply(reply);
        await Reply("200 Still here.");
    }

    public void Dispose() => _socket.Dispose();
}
