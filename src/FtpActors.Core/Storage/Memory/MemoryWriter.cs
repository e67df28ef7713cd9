using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Memory;

/// <summary>Writes into <paramref name="content"/> from <paramref name="start"/> on; what the ends mean is the storage's matter.</summary>
internal sealed class MemoryWriter(MemoryContent content, long start, Action commit, Action rollBack) : IStorageWriter
{
    private bool _begun;
    private bool _ended;

    public Sink<TransferChunk, Task<Done>> Content => Sink.FromGraph(new MemorySink(Write));

    public Task Commit(CancellationToken cancel)
    {
        try
        {
            Begin();
            commit();
            _ended = true;
            return Task.CompletedTask;
        }
        catch (StorageException fault)
        {
            return Task.FromException(fault);
        }
    }

    public Task RollBack()
    {
        if (!_ended)
            rollBack();
        _ended = true;
        return Task.CompletedTask;
    }

    public Task Undo()
    {
        if (!_ended && _begun)
            content.CutTo(start);
        return RollBack();
    }

    public async ValueTask DisposeAsync() => await RollBack();

    private void Write(TransferChunk chunk)
    {
        using (chunk)
        {
            if (chunk.Region is not null)
                throw new NotSupportedException("A writer takes memory chunks only.");
            Begin();
            content.Append(chunk.Memory.Span);
        }
    }

    private void Begin()
    {
        if (!_begun)
            content.CutTo(start);
        _begun = true;
    }
}
