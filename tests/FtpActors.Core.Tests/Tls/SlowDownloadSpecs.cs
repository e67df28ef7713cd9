using System.Security.Authentication;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class SlowDownloadSpecs
{
    private static readonly TlsServerOptions Options = new() { Certificates = TestCertificates.Only() };

    public static TheoryData<SslProtocols> Versions => [SslProtocols.Tls12, SslProtocols.Tls13];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_download_should_arrive_whole_at_a_client_that_pauses_longer_than_anybody_waits(SslProtocols protocol)
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
        data.Sockets.Peer.ReceiveBufferSize = 64 * 1024;
        var bytes = RandomNumberGenerator.GetBytes(1_500_000);
        using var heard = new MemoryStream();
        var sending = data.Transport.Send(TransferChunk.Of(bytes)).AsTask();
        var buffer = new byte[16 * 1024];
        while (!sending.IsCompleted)
            heard.Write(buffer, 0, await data.Client.ReadAsync(buffer));
        await AdvanceUntilEnded(time, data.Transport.CompleteSend().AsTask());
        await data.Transport.DisposeAsync();
        await data.Client.CopyToAsync(heard);
        Assert.Equal(bytes, heard.ToArray());
    }

    /// <summary>Some close the data connection only after they have read the reply, which comes after this.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task CompleteSend_should_wait_only_a_moment_for_a_client_that_has_everything(SslProtocols protocol)
    {
        var time = new TestKit.ManualTime();
        await using var session = await TlsSession.Open(new TlsServer(Options, time), TlsPair.Offer(protocol));
        await using var data = await session.OpenData(false, TlsPair.Offer(protocol));
        await data.Transport.Send(TransferChunk.Of(new byte[1000]));
        var before = time.GetTimestamp();
        var closing = data.Transport.CompleteSend().AsTask();
        await data.Client.CopyToAsync(Stream.Null);
        while (!closing.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.InRange(time.GetElapsedTime(before), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private static async Task AdvanceUntilEnded(TestKit.ManualTime time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(Options.CloseTimeout);
            await Task.Yield();
        }

        await task;
    }
}
