using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Against Python's ssl module, used as ftplib uses it: the control connection's session goes into each data connection.</summary>
public sealed class PythonClientSpecs
{
    private const int Uploads = 20;
    private const int Size = 300_000;

    private const string Script = """
        import socket, ssl, sys
        port, version, uploads, size, ending = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
        control = context.wrap_socket(socket.create_connection(("127.0.0.1", port)))
        control.recv(1)
        for upload in range(uploads):
            data = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), session=control.session)
            print("reused" if data.session_reused else "new")
            data.sendall(b"x" * size)
            if ending == "unwrap":
                data.unwrap()
            data.close()
            control.recv(1)
        """;

    [ForeignToolTheory(ForeignTool.Python)]
    [InlineData("TLSv1_2", "unwrap", SessionReuse.Require)]
    [InlineData("TLSv1_3", "unwrap", SessionReuse.Require)]
    [InlineData("TLSv1_2", "close", SessionReuse.Require)]
    [InlineData("TLSv1_3", "close", SessionReuse.Require)]
    public async Task Uploads_should_arrive_whole_and_resume_the_session(string version, string ending, SessionReuse reuse)
    {
        var server = new TlsServer(new TlsServerOptions
        {
            Certificates = TestCertificates.Only(),
            SessionReuse = reuse,
            AcceptTruncatedUploads = ending == "close",
        });
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var running = ForeignTool.Run(Task.CompletedTask, ForeignTool.Python, "-c", Script, $"{port}", version, $"{Uploads}", $"{Size}", ending);
        using var controlSocket = await listener.AcceptAsync();
        await using var control = await server.Accept(new NetworkStream(controlSocket), CancellationToken.None);
        await control.Stream.WriteAsync("+"u8.ToArray());
        var buffer = new byte[64 * 1024];
        for (var i = 0; i < Uploads; i++)
        {
            using var connector = server.ForData(new Accepting(listener), control, isUpload: true);
            await using var transport = await connector.Connect(CancellationToken.None);
            await transport.Open();
            long received = 0;
            for (int count; (count = await transport.Receive(buffer)) > 0;)
                received += count;
            Assert.True(received == Size, $"Upload {i}: {received} bytes");
            await control.Stream.WriteAsync("+"u8.ToArray());
        }

        var said = await running;
        Assert.Equal(Enumerable.Repeat("reused", Uploads), said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed class Accepting(Socket listener) : IDataConnector
    {
        public async Task<IDataTransport> Connect(CancellationToken cancel) => new SocketDataTransport(await listener.AcceptAsync(cancel));

        public void Dispose()
        {
        }
    }
}
