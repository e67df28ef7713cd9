using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Tls;

public sealed class TlsShutdownSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Shutdown_should_leave_the_connection_in_clear_text(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(protocol));
        var ending = server.Shutdown(CancellationToken.None);
        Assert.Equal(0, await client.ReadAsync(new byte[1]));
        await client.ShutdownAsync();
        Assert.True((await ending).IsEmpty);
        await server.DisposeAsync();
        await pair.ClientBytes.WriteAsync("PWD\r\n"u8.ToArray());
        var heard = new byte[5];
        await pair.ServerBytes.ReadExactlyAsync(heard);
        Assert.Equal("PWD\r\n", Encoding.ASCII.GetString(heard));
        await pair.ServerBytes.WriteAsync("257 \r\n"u8.ToArray());
        await pair.ClientBytes.ReadExactlyAsync(heard);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Shutdown_should_lose_nothing_of_what_follows_the_end_of_TLS(SslProtocols protocol)
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(protocol));

        // All of it is there before the server reads any of it.
        await client.WriteAsync("CCC\r\n"u8.ToArray());
        await client.ShutdownAsync();
        await pair.ClientBytes.WriteAsync("PWD\r\nNOOP\r\n"u8.ToArray());
        var heard = new byte[5];
        await server.Stream.ReadExactlyAsync(heard);
        Assert.Equal("CCC\r\n", Encoding.ASCII.GetString(heard));
        var clear = Encoding.ASCII.GetString((await server.Shutdown(CancellationToken.None)).Span);
        var rest = new byte["PWD\r\nNOOP\r\n".Length - clear.Length];
        await pair.ServerBytes.ReadExactlyAsync(rest);
        Assert.Equal("PWD\r\nNOOP\r\n", clear + Encoding.ASCII.GetString(rest));
    }

    [Fact]
    public async Task Shutdown_should_drop_what_is_still_said_under_TLS()
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await client.WriteAsync("NOOP\r\n"u8.ToArray());
        var ending = server.Shutdown(CancellationToken.None);
        await client.ShutdownAsync();
        Assert.True((await ending).IsEmpty);
    }

    [Fact]
    public async Task Shutdown_should_fail_when_the_client_does_not_answer()
    {
        var time = new ManualTime();
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options, time), TlsPair.Offer(SslProtocols.Tls13));
        var ending = server.Shutdown(CancellationToken.None);
        Assert.Equal(0, await client.ReadAsync(new byte[1]));
        while (!ending.IsCompleted)
        {
            time.Advance(Options.CloseTimeout);
            await Task.Yield();
        }

        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => ending);
        Assert.Equal(TlsHandshakeFault.Timeout, failure.Fault);
    }

    [Fact]
    public async Task Shutdown_should_fail_when_the_client_closes_instead()
    {
        using var pair = await TlsPair.Open();
        var (server, _) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        pair.Client.Shutdown(SocketShutdown.Send);
        var failure = await Assert.ThrowsAsync<TlsHandshakeException>(() => server.Shutdown(CancellationToken.None));
        Assert.Equal(TlsHandshakeFault.Lost, failure.Fault);
    }

    [Fact]
    public async Task Dispose_should_say_close_notify_and_leave_the_connection_open()
    {
        using var pair = await TlsPair.Open();
        var (server, client) = await pair.Shake(new TlsServer(Options), TlsPair.Offer(SslProtocols.Tls13));
        await server.DisposeAsync();
        await server.DisposeAsync();
        Assert.Equal(0, await client.ReadAsync(new byte[1]));
        await pair.ServerBytes.WriteAsync("x"u8.ToArray());
        await pair.ClientBytes.ReadExactlyAsync(new byte[1]);
    }
}
