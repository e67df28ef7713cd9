using FtpActors.Client.Tls;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Tls;

/// <summary>Clients that are closed at any point of a transfer, while threads of the disk encrypt and decrypt.</summary>
[Collection(BufferCountCollection.Name)]
public class ClosedClientSpecs : ClientSpecBase
{
    private const int Rounds = 60;
    private const int Size = 4_000_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_buffer_should_be_left(bool isUpload)
    {
        using var files = new TemporaryDirectory();
        await File.WriteAllBytesAsync(files.At("a"), Content(Size));
        await using var ftp = await StartServer(options => options with
        {
            Tls = new FtpActors.Server.FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost") } },
        });
        await ftp.Put("/a", Content(Size));
        await NoBufferIsLeft();
        for (var round = 0; round < Rounds; round++)
        {
            await using var client = await Connect(ftp, options => options with
            {
                Reconnect = ReconnectOptions.Never,
                Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require, ServerName = "localhost", Validation = (_, _, _, _) => true },
            });
            var closer = new Closer(client, new Random(round).Next(Size));
            var options = new TransferOptions { Progress = closer, ProgressInterval = TimeSpan.FromMilliseconds(1) };
            var failure = await Record.ExceptionAsync(() => isUpload
                ? client.Upload(files.At("a"), "/b", options)
                : client.Download("/a", files.At("b"), options));
            Assert.True(failure is null or FtpException or OperationCanceledException or ObjectDisposedException or StorageException, $"{failure}");
            await closer.Closing;
        }

        await NoBufferIsLeft();
    }

    private Task NoBufferIsLeft() => AwaitAssertAsync(() => Assert.Equal(0, TransferChunk.OutstandingBuffers));

    /// <summary>Closes the client once so many bytes have moved.</summary>
    private sealed class Closer(FtpClient client, long at) : IProgress<TransferProgress>
    {
        public Task Closing { get; private set; } = Task.CompletedTask;

        public void Report(TransferProgress value)
        {
            if (value.Bytes >= at && ReferenceEquals(Closing, Task.CompletedTask))
                Closing = client.DisposeAsync().AsTask();
        }
    }
}
