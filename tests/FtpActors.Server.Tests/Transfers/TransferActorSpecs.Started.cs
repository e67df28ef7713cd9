using System.Net.Sockets;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <content>Transfers that began before their actor was there.</content>
public sealed partial class TransferActorSpecs
{
    [Fact]
    public async Task TransferActor_should_hear_what_came_before_it()
    {
        var writer = new GatedWriter();
        var start = Started(Upload(writer));
        var running = start.Begin();
        var client = await Connect();
        await Write(client, [1, 2, 3]);
        client.Shutdown(SocketShutdown.Send);
        await AwaitAssertAsync(() => Assert.Equal(3, writer.Written.Length));
        await Attach(start);
        Assert.Equal(new Opened(Id), await _session.ExpectMsgAsync<Opened>(Patience));
        Assert.Equal(new Received(Id), await _session.ExpectMsgAsync<Received>(Patience));
        _transfer.Tell(new Commit(), _session);
        Assert.Equal(new Finished(Id, 3), await Ended<Finished>());
        Assert.Equal(new Finished(Id, 3), await running);
        AssertCommitted(writer);
    }

    [Fact]
    public async Task A_transfer_that_ends_as_it_begins_should_need_no_actor()
    {
        var reader = new HeldReader(Pooled(1000), Source.Empty<TransferChunk>());
        var client = await Connect();
        var start = Started(Download(reader));
        var running = start.Begin();
        Assert.True(running.IsCompletedSuccessfully);
        Assert.True(start.HasOpened);
        Assert.Equal(new Finished(Id, 1000), await running);
        Assert.Same(running, start.Begin());
        Assert.Equal(1000, (await ReadToEnd(client)).Length);
        Assert.Equal(1, reader.Disposals);
    }

    private TransferStart Started(TransferPlan plan) => new(Id, plan, _connector, _progress, _materializer, _throttles, _origin);

    private async Task Attach(TransferStart start)
    {
        _transfer = _session.ChildActorOf(TransferActor.Props(start, _timeouts));
        await _session.WatchAsync(_transfer);
    }
}
