using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class HandshakeWatchSpecs
{
    [Theory]
    [InlineData(SslProtocols.Tls12, 1)]
    [InlineData(SslProtocols.Tls13, 1)]
    [InlineData(SslProtocols.Tls12, 7)]
    [InlineData(SslProtocols.Tls13, 7)]
    public async Task HandshakeWatch_should_read_pieces_of_any_size(SslProtocols protocol, int piece)
    {
        var offer = TlsPair.Offer(protocol);
        var first = await Record(offer);
        var second = await Record(offer);
        foreach (var (recorded, isResumed) in new[] { (first, false), (second, true) })
        {
            var watch = new HandshakeWatch();
            foreach (var (isOurs, bytes) in recorded)
            {
                foreach (var part in bytes.Chunk(piece))
                {
                    if (isOurs)
                        watch.Sent(part);
                    else
                        watch.Heard(part);
                }
            }

            Assert.True(watch.IsTls);
            Assert.Equal(protocol == SslProtocols.Tls13, watch.IsTls13);
            Assert.Equal(protocol == SslProtocols.Tls13, watch.IsAnswered);
            Assert.Equal(isResumed, watch.IsResumed);
            Assert.Equal(!isResumed, watch.IsNew);
            Assert.Null(watch.AlertSent);
            Assert.Null(watch.AlertHeard);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void HandshakeWatch_should_see_alerts(int piece)
    {
        var watch = new HandshakeWatch();
        foreach (var part in new byte[] { 22, 3, 1, 0, 2, 1, 0, 21, 3, 3, 0, 2, 2, 48 }.Chunk(piece))
            watch.Heard(part);
        foreach (var part in new byte[] { 21, 3, 3, 0, 2, 2, 120 }.Chunk(piece))
            watch.Sent(part);
        Assert.Equal((byte)48, watch.AlertHeard);
        Assert.Equal((byte)120, watch.AlertSent);
    }

    [Fact]
    public void HandshakeWatch_should_know_what_is_not_TLS()
    {
        var watch = new HandshakeWatch();
        watch.Heard("GET / HTTP/1.1\r\n"u8);
        Assert.False(watch.IsTls);
    }

    [Fact]
    public void HandshakeWatch_should_survive_any_ServerHello()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var message = new byte[random.Next(120)];
            random.NextBytes(message);
            Assert.False(ServerHelloFacts.Read(message).IsRetryRequest);
            var watch = new HandshakeWatch();
            watch.Sent([22, 3, 3, 0, (byte)(message.Length + 4), 2, 0, 0, (byte)message.Length, .. message]);
        }
    }

    [Theory]
    [InlineData("170303000548656C6C6F", 10)]
    [InlineData("170303000548656C6C6F505744", 10)]
    [InlineData("505744", 0)]
    [InlineData("1703", 2)]
    [InlineData("17030300001503030002", 10)]
    public void TlsRecords_should_tell_where_clear_text_begins(string hex, int expected)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.Equal(expected, new TlsRecords().Follow(bytes));
        var records = new TlsRecords();
        Assert.Equal(expected, bytes.TakeWhile(value => records.Follow([value]) == 1).Count());
    }

    /// <summary>What went over the wire in one handshake, in order.</summary>
    private static async Task<List<(bool IsOurs, byte[] Bytes)>> Record(SslClientAuthenticationOptions offer)
    {
        using var pair = await TlsPair.Open();
        var recording = new RecordingStream(pair.ServerBytes);
        var server = new TlsServer(new TlsServerOptions { Certificates = TestCertificates.Only(), SessionReuse = SessionReuse.Off });
        var accepting = server.Accept(recording, CancellationToken.None);
        await using var client = new SslStream(pair.ClientBytes);
        await client.AuthenticateAsClientAsync(offer);
        await using var connection = await accepting;
        await connection.Stream.WriteAsync("+"u8.ToArray());
        await client.ReadExactlyAsync(new byte[1]);
        return [.. recording.Recorded];
    }

    private sealed class RecordingStream(Stream inner) : AsyncOnlyStream
    {
        public List<(bool IsOurs, byte[] Bytes)> Recorded { get; } = [];

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            Recorded.Add((false, buffer[..count].ToArray()));
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Recorded.Add((true, buffer.ToArray()));
            return inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
