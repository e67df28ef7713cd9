using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Against <c>openssl s_client</c>, which says what it thinks of a handshake.</summary>
public sealed class OpenSslClientSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("openssl-specs-");
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public OpenSslClientSpecs()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private string SessionFile => Path.Combine(_directory.FullName, "session.pem");

    [ForeignToolTheory(ForeignTool.OpenSsl)]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Sessions_of_one_control_connection_should_not_be_resumed_by_another(string version)
    {
        var server = Server(SessionReuse.Require);
        var (said, control) = await Control(server, version, "-sess_out", SessionFile);
        Assert.Contains("New, ", said);
        var (resumed, said2) = await Data(server, control!, version, "-sess_in", SessionFile);
        Assert.True(resumed, said2);
        Assert.Contains("Reused, ", said2);

        var (said3, other) = await Control(server, version, "-sess_in", SessionFile);
        Assert.Contains("New, ", said3);
        var failure = await Assert.ThrowsAsync<DataConnectionException>(() => Data(server, other!, version, "-sess_in", SessionFile));
        Assert.Equal(TlsHandshakeFault.SessionNotReused, Assert.IsType<TlsHandshakeException>(failure.InnerException).Fault);
    }

    [ForeignToolTheory(ForeignTool.OpenSsl)]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Sessions_should_be_resumed_by_any_connection_when_nobody_looks(string version)
    {
        var server = Server(SessionReuse.Off);
        await Control(server, version, "-sess_out", SessionFile);
        var (said, other) = await Control(server, version, "-sess_in", SessionFile);
        Assert.Contains("Reused, ", said);
        var (resumed, said2) = await Data(server, other!, version, "-sess_in", SessionFile);
        Assert.True(resumed, said2);
        var (isNewResumed, _) = await Data(server, other!, version);
        Assert.False(isNewResumed);
    }

    [ForeignToolTheory(ForeignTool.OpenSsl)]
    [InlineData("P-521:X25519")]
    public async Task A_resumed_session_should_be_seen_after_a_retry_request(string groups)
    {
        // s_client guesses its first group, the server wants another one: HelloRetryRequest comes before ServerHello.
        var server = Server(SessionReuse.Require);
        string[] retry = ["-tls1_3", "-groups", groups];
        var (_, control) = await Control(server, [.. retry, "-sess_out", SessionFile]);
        var (resumed, said) = await Data(server, control!, [.. retry, "-sess_in", SessionFile]);
        Assert.True(resumed, said);
        Assert.Contains("Reused, ", said);
    }

    [ForeignToolTheory(ForeignTool.OpenSsl)]
    [InlineData(SessionReuse.Require)]
    [InlineData(SessionReuse.Off)]
    [InlineData(SessionReuse.Require, "-groups", "P-521:X25519")]
    public async Task A_client_should_get_no_ticket_when_it_shows_the_same_again(SessionReuse reuse, params string[] more)
    {
        var server = Server(reuse);
        string[] offer = ["-tls1_3", .. more];
        var (first, control) = await Control(server, [.. offer, "-sess_out", SessionFile]);
        Assert.Equal(2, Tickets(first));
        var next = Path.Combine(_directory.FullName, "next.pem");
        Assert.Equal(1, await Used(SessionFile, "-sess_out", next));
        Assert.Equal(0, await Used(SessionFile));
        Assert.Equal(0, await Used(SessionFile));
        Assert.Equal(1, await Used(next, "-sess_out", next));
        Assert.Equal(1, await Used(next));

        async Task<int> Used(string file, params string[] rest)
        {
            var (isResumed, said) = await Data(server, control!, [.. offer, "-sess_in", file, .. rest]);
            Assert.True(isResumed, said);
            return Tickets(said);
        }

        static int Tickets(string said) => said.Split("Post-Handshake New Session Ticket arrived").Length - 1;
    }

    [ForeignToolTheory(ForeignTool.OpenSsl)]
    [InlineData(TlsHandshakeFault.ApplicationProtocol, "SSL alert number 120", "-tls1_3", "-alpn", "http/1.1,h2")]
    [InlineData(TlsHandshakeFault.ApplicationProtocol, "SSL alert number 120", "-tls1_2", "-alpn", "smtp")]
    [InlineData(TlsHandshakeFault.ProtocolVersion, "SSL alert number 70", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")]
    [InlineData(TlsHandshakeFault.CipherSuite, "SSL alert number 40", "-tls1_2", "-cipher", "AES128-SHA")]
    [InlineData(TlsHandshakeFault.CipherSuite, "SSL alert number 40", "-tls1_3", "-sigalgs", "RSA+SHA256")]
    [InlineData(TlsHandshakeFault.RefusedByClient, "verify error", "-tls1_3", "-verify_return_error")]
    [InlineData(TlsHandshakeFault.RefusedByClient, "verify error", "-tls1_2", "-verify_return_error")]
    [InlineData(TlsHandshakeFault.ServerName, "SSL alert number 112", "-tls1_3", "-servername", "nobody.test")]
    [InlineData(TlsHandshakeFault.ServerName, "SSL alert number 112", "-tls1_2", "-servername", "nobody.test")]
    public async Task Both_ends_should_know_why_a_handshake_failed(TlsHandshakeFault fault, string said, params string[] arguments)
    {
        var ended = new TaskCompletionSource();
        var running = Run(ended.Task, arguments);
        using var socket = await _listener.AcceptAsync();
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => Server(SessionReuse.Warn).Accept(new NetworkStream(socket), CancellationToken.None));
        socket.Close();
        ended.SetResult();
        Assert.Contains(said, await running);
        Assert.True(fault == failure.Fault, failure.ToString());
    }

    public void Dispose()
    {
        _listener.Dispose();
        _directory.Delete(recursive: true);
    }

    private static TlsServer Server(SessionReuse reuse) => new(new TlsServerOptions
    {
        Certificates = TestCertificates.ByName(name => name == "nobody.test" ? null : TestCertificates.Server),
        SessionReuse = reuse,
    });

    private async Task<(string Said, TlsConnection Control)> Control(TlsServer server, params string[] arguments)
    {
        var ended = new TaskCompletionSource();
        var running = Run(ended.Task, arguments);
        using var socket = await _listener.AcceptAsync();
        var control = await server.Accept(new NetworkStream(socket), CancellationToken.None);

        // s_client writes the session file when the tickets come, which is before this.
        await control.Stream.WriteAsync("220 \r\n"u8.ToArray());
        await control.DisposeAsync();
        socket.Shutdown(SocketShutdown.Send);
        ended.SetResult();
        return (await running, control);
    }

    private async Task<(bool IsResumed, string Said)> Data(TlsServer server, TlsConnection control, params string[] arguments)
    {
        var ended = new TaskCompletionSource();
        var running = Run(ended.Task, arguments);
        var socket = await _listener.AcceptAsync();
        using var connector = server.ForData(new Accepted(new SocketDataTransport(socket)), control, isUpload: false);
        await using var transport = Assert.IsType<TlsDataTransport>(await connector.Connect(CancellationToken.None));
        try
        {
            await transport.Open();

            // It ends by itself when TLS does; what comes before that, a ticket as well, it has read then.
            await transport.CompleteSend();
        }
        finally
        {
            ended.SetResult();
            transport.Abort();
        }

        return (transport.IsResumed, await running);
    }

    private Task<string> Run(Task mayEnd, params string[] arguments) =>
        ForeignTool.Run(mayEnd, ForeignTool.OpenSsl, ["s_client", "-connect", _listener.LocalEndPoint!.ToString()!, .. arguments]);

    private sealed class Accepted(IDataTransport transport) : IDataConnector
    {
        public Task<IDataTransport> Connect(CancellationToken cancel) => Task.FromResult(transport);

        public void Dispose()
        {
        }
    }
}
