using Akka.Streams;
using FtpActors.Core.Storage;
using FtpActors.TestKit;
using FtpActors.TestKit.Suites;

namespace FtpActors.Core.Tests.Storage;

[Collection(StorageCollection.Name)]
public sealed class GatedStorageWithOpenGatesSpecs : StorageSpecBase
{
    protected override IFtpStorage CreateStorage() => new GatedStorage(new MemoryStorage());
}

[Collection(StorageCollection.Name)]
public sealed class GatedStorageSpecs : StorageFixtureBase
{
    private readonly GatedStorage _gated = new(new MemoryStorage());

    protected override IFtpStorage CreateStorage() => _gated;

    [Fact]
    public async Task A_closed_gate_should_hold_an_operation_until_it_opens()
    {
        var gate = _gated[GatedOperation.MakeDirectory];
        gate.Close();
        var made = Storage.MakeDirectory(At("/d"), default);
        await gate.SomebodyWaits();
        Assert.False(await Exists("/d"));
        gate.Open();
        await made;
        await Storage.MakeDirectory(At("/e"), default);
        Assert.Equal(2, (await Entries("/")).Count);
    }

    [Fact]
    public async Task Pass_should_let_chunks_through_one_by_one()
    {
        await Put("/f", Bytes(200_000));
        var gate = _gated[GatedOperation.Read];
        gate.Close();
        await using var reader = await Storage.OpenRead(At("/f"), 0, default);
        var queue = reader.Content.RunWith(OneByOne<TransferChunk>(), Sys.Materializer());
        var first = queue.PullAsync();
        await gate.SomebodyWaits();
        Assert.False(first.IsCompleted);
        gate.Pass();
        Assert.Equal(65_536, (await first).Value.Length);
        gate.Open();
        await Drained(queue);
    }

    [Fact]
    public async Task A_held_upload_should_be_given_up_without_leaking()
    {
        _gated[GatedOperation.Write].Close();
        await using var writer = await Storage.OpenWrite(At("/f"), WriteMode.Create, 0, default);
        var owner = NewStreamOwner();
        var done = Akka.Streams.Dsl.Source.From(Chunks(Bytes(10))).RunWith(writer.Content, owner.UnderlyingActor.Materializer);
        await _gated[GatedOperation.Write].SomebodyWaits();
        Sys.Stop(owner);
        await Assert.ThrowsAnyAsync<Exception>(() => done);
        await writer.RollBack();
        await NoBufferIsLeft();
    }

    [Fact]
    public async Task FailNext_should_fail_one_operation_or_stream()
    {
        await Put("/f", Bytes(200_000));
        _gated[GatedOperation.Stat].FailNext(new StorageException(StorageFault.Unavailable, "ordered"));
        await Refused(Storage.Stat(At("/f"), default), StorageFault.Unavailable);
        Assert.True(await Exists("/f"));
        _gated[GatedOperation.Read].FailNext(new StorageException(StorageFault.InputOutput, "ordered"));
        await Refused(Get("/f"), StorageFault.InputOutput);
        Assert.Equal(Bytes(200_000), await Get("/f"));
    }

    [Fact]
    public async Task A_cancelled_wait_should_end()
    {
        _gated[GatedOperation.Delete].Close();
        using var cancel = new CancellationTokenSource();
        var deleted = Storage.Delete(At("/f"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deleted);
    }
}
