using Akka.Actor;
using FtpActors.Client.Tls;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests.Transfers;

/// <summary>Sessions that the server loses at any point of a transfer, control and data connection at once.</summary>
public class KilledConnectionSpecs : ClientSpecBase
{
    /// <summary>Transfers in each direction whose connections are killed under them; a few more end before they are.</summary>
    private const int Kills = 100;

    /// <summary>The same under TLS, of which each attempt takes a handshake more.</summary>
    private const int KillsUnderTls = 40;

    private const int Size = 600_000;

    private static readonly FtpPath Local = FtpPath.Parse("/a");

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_transfer_should_be_whole_wherever_its_connection_was_killed(bool isUpload, bool isTls)
    {
        using var files = new TemporaryDirectory();
        await using var disk = new DiskStorage(new DiskStorageOptions { Root = files.At("server"), Partial = PartialUploads.Keep });
        await using var ftp = await StartServer(options => options with
        {
            Storage = disk,
            Throttle = new ThrottleLevels { Connection = new() { Download = 4_000_000 } },
            Tls = isTls ? new FtpActors.Server.FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost") } } : options.Tls,
        });
        await using var client = await Connect(ftp, options => options with
        {
            Throttle = new() { Upload = 4_000_000 },
            Reconnect = new ReconnectOptions { Attempts = 8, Backoff = TimeSpan.FromMilliseconds(20) },
            Tls = isTls ? new ClientTlsOptions { Mode = FtpTlsMode.Require, ServerName = "localhost", Validation = (_, _, _, _) => true } : options.Tls,
        });
        var (local, killed, kills) = (new MemoryStorage(), 0, isTls ? KillsUnderTls : Kills);
        await ftp.Put("/source", Content(Size));
        await client.Download("/source", local, Local);
        for (var round = 0; killed < kills; round++)
        {
            Assert.True(round < 4 * kills, $"Only {killed} transfers were killed.");
            TransferResult result;
            var killAt = new Random(round).Next(Size);
            var killer = new Killer(progress =>
            {
                if (progress.Bytes < killAt || progress.Bytes == Size)
                    return false;
                foreach (var sessions in new[] { "session-?", "session-??", "session-???" })
                    Sys.ActorSelection("/user/ftp/" + sessions).Tell(PoisonPill.Instance);
                return true;
            });
            var options = new TransferOptions { Progress = killer, ProgressInterval = TimeSpan.FromMilliseconds(1) };
            if (isUpload)
            {
                // Memory in clear, regions of a file under TLS.
                result = await (isTls ? client.Upload(disk, FtpPath.Parse("/source"), "/copy", options) : client.Upload(local, Local, "/copy", options));
                Assert.Equal(Content(Size), await ftp.Get("/copy"));
                await client.RemoveFile("/copy");
            }
            else
            {
                result = await client.Download("/source", disk, FtpPath.Parse("/copy"), options);
                Assert.Equal(Content(Size), await ftp.Get("/copy"));
                await disk.Delete(FtpPath.Parse("/copy"), default);
            }

            killed += result.Resumptions > 0 ? 1 : 0;
        }
    }

    /// <summary>Acts once.</summary>
    private sealed class Killer(Func<TransferProgress, bool> kill) : IProgress<TransferProgress>
    {
        private bool _hasKilled;

        public void Report(TransferProgress value) => _hasKilled = _hasKilled || kill(value);
    }
}
