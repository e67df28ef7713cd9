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
