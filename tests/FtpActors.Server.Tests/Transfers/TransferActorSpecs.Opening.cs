using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>Connections on which something has to be agreed on first, as under TLS.</summary>
public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_say_Opened_before_it_agrees_with_the_client()
    {
        var agreed = new TaskCompletionSource();
        await Start(Download(Chunks(1)));
        var client = await Connect(opening: agreed.Task);
        Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
        Assert.Equal(0, _progress.Bytes);
        agreed.SetResult();
        Assert.Equal(64 * 1024, (await ReadToEnd(client)).Length);
        await Ended<Finished>();
    }

    [Fact]
    public async Task TransferActor_should_roll_back_when_nothing_is_agreed()
    {
        var writer = new GatedWriter();
        await Start(Upload(writer));
        var cause = new DataConnectionException(DataConnectionFault.NotOpened, "No handshake.");
        var client = await Connect(opening: Task.FromException(cause));
        Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
        Assert.Same(cause, (await Ended<Failed>()).Cause);
        AssertRolledBack(writer);
        await AssertCut(client);
    }

    [Fact]
    public async Task TransferActor_should_not_send_regions_where_they_are_not_taken()
    {
        var content = new byte[1_000_000];
        new Random(1).NextBytes(content);
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await System.IO.File.WriteAllBytesAsync(Path.Combine(root.FullName, File.Name), content);
            await Start(Download(await storage.OpenRead(File, 0, CancellationToken.None)));
            using Socket client = await Connect(takesRegions: false);
            Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
            Assert.Equal(content, await ReadToEnd(client));
            await Ended<Finished>();
            Assert.Equal(0, _transport!.Regions);
        }
        finally
        {
            root.Delete(true);
        }
    }
}
