using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Transport;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Regions of files under TLS, which a few threads read and encrypt.</summary>
public sealed class TlsRegionSpecs
{
    private const int Mebi = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    [Fact]
    public async Task Clients_that_do_not_read_should_keep_no_thread_from_others()
    {
        var moreThanThreads = Math.Max(4, 2 * Environment.ProcessorCount) + 2;
        using var large = TemporaryFile.Sparse(16 * Mebi);
        var bytes = RandomNumberGenerator.GetBytes((3 * Mebi) + 5);
        using var file = TemporaryFile.Of(bytes);
        var offer = TlsPair.Offer(SslProtocols.Tls13);
        await using var session = await TlsSession.Open(new TlsServer(Options), offer);
        var still = new List<(TlsData Data, Task Sending)>();
        for (var count = 0; count < moreThanThreads; count++)
        {
            var data = await session.OpenData(false, offer);
            still.Add((data, data.Transport.Send(TransferChunk.Of(new FileRegion(large.Stream, 0, 16 * Mebi))).AsTask()));
        }

        await using (var other = await session.OpenData(false, offer))
        {
            var sending = other.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, bytes.Length))).AsTask();
            var heard = new byte[bytes.Length];
            await other.Client.ReadExactlyAsync(heard).AsTask().WaitAsync(Patience);
            await sending.WaitAsync(Patience);
            Assert.Equal(bytes, heard);
        }

        foreach (var (data, sending) in still)
        {
            Assert.False(sending.IsCompleted);
            data.Transport.Abort();
            await Assert.ThrowsAsync<DataConnectionException>(() => sending.WaitAsync(Patience));
            await data.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, 1)]
    [InlineData(SslProtocols.Tls12, (192 * 1024) - 1)]
    [InlineData(SslProtocols.Tls13, 192 * 1024)]
    [InlineData(SslProtocols.Tls13, (192 * 1024) + 1)]
    [InlineData(SslProtocols.Tls13, (5 * 192 * 1024) + 70_000)]
    public async Task Regions_should_arrive_one_after_the_other_and_close_notify_behind_them(SslProtocols protocol, int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length + 100);
        using var file = TemporaryFile.Of(bytes);
        var offer = TlsPair.Offer(protocol);
        await using var session = await TlsSession.Open(new TlsServer(Options), offer);
        await using var data = await session.OpenData(false, offer);
        var sending = Task.Run(async () =>
        {
            await data.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, length)));
            Assert.Equal(length, data.Transport.BytesMoved);
            await data.Transport.SendLast(TransferChunk.Of(new FileRegion(file.Stream, length, 100)));
        });
        var heard = new byte[bytes.Length];
        await data.Client.ReadExactlyAsync(heard).AsTask().WaitAsync(Patience);
        Assert.Equal(0, await data.Client.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        await data.Client.ShutdownAsync();
        await sending.WaitAsync(Patience);
        Assert.Equal(bytes, heard);
        Assert.Equal(bytes.Length, data.Transport.BytesMoved);
    }

    [Fact]
    public async Task Send_should_fail_when_the_file_has_become_shorter_than_the_region()
    {
        using var file = TemporaryFile.Sparse(100);
        var offer = TlsPair.Offer(SslProtocols.Tls13);
        await using var session = await TlsSession.Open(new TlsServer(Options), offer);
        await using var data = await session.OpenData(false, offer);
        var sending = data.Transport.Send(TransferChunk.Of(new FileRegion(file.Stream, 0, Mebi))).AsTask();
        var failure = await Assert.ThrowsAsync<StorageException>(() => sending.WaitAsync(Patience));
        Assert.Equal(StorageFault.InputOutput, failure.Fault);
        Assert.Equal(100, data.Transport.BytesMoved);
    }
}
