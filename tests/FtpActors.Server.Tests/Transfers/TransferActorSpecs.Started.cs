using System.Net.Sockets;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;
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

    [Fact]
    public async Task An_upload_should_be_looked_for_when_its_turn_has_nothing_else_to_do()
    {
        var writer = new WholeWriter();
        var client = await Connect();
        var start = Started(Upload(writer));
        var running = BeginInTurn(start, () =>
        {
            Assert.True(start.HasOpened);
            Turn.TryDoLast(new Piece(() =>
            {
                Assert.Equal(0, _transport!.Receives);
                client.Send([1, 2, 3]);
                client.Shutdown(SocketShutdown.Send);
            }));
        });
        start.Run.Commit();
        Assert.Equal(new Finished(Id, 3), await running.WaitAsync(Patience));
        Assert.Equal(3, writer.Given);
    }

    [Fact]
    public async Task An_upload_that_is_aborted_before_it_is_looked_for_should_be_rolled_back_once()
    {
        var writer = new WholeWriter();
        var client = await Connect();
        var start = Started(Upload(writer));
        var running = BeginInTurn(
            start,
            () => Turn.Schedule(new Piece(() => start.Run.Stop(new TransferAbortedException("Enough.", AbortedBy.Client)))));
        Assert.Equal(new Aborted(Id, 0, "Enough.", AbortedBy.Client), await running.WaitAsync(Patience));
        Assert.Equal((0, 1), (writer.Given, writer.RollBacks));
        await AssertCut(client);
    }

    private static Task<IEnded> BeginInTurn(TransferStart start, Action then)
    {
        var running = Task.FromResult<IEnded>(null!);
        Turn.Take(
            _ =>
            {
                running = start.Begin();
                then();
            },
            0);
        return running;
    }

    private TransferStart Started(TransferPlan plan) => new(Id, plan, _connector, _progress, _materializer, _throttles, _origin);

    private async Task Attach(TransferStart start)
    {
        _transfer = _session.ChildActorOf(TransferActor.Props(start, _timeouts));
        await _session.WatchAsync(_transfer);
    }

    private sealed class Piece(Action work) : IThreadPoolWorkItem
    {
        public void Execute() => work();
    }

    /// <summary>A file that takes everything at once.</summary>
    private sealed class WholeWriter : IWholeWriter
    {
        /// <summary>Bytes.</summary>
        public int Given { get; private set; }

        public int RollBacks { get; private set; }

        public Sink<TransferChunk, Task<Done>> Content => Sink.ForEach<TransferChunk>(static _ => throw new InvalidOperationException("There was a stream."));

        public void Give(TransferChunk whole)
        {
            using (whole)
                Given = whole.Length;
        }

        public Task Commit(CancellationToken cancel) => Task.CompletedTask;

        public Task RollBack()
        {
            RollBacks++;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
