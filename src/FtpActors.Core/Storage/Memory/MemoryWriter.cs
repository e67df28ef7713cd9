using Akka;
using Akka.Streams.Dsl;

namespace FtpActors.Core.Storage.Memory;

/// <summary>Writes into <paramref name="content"/> from <paramref name="start"/> on; what the ends mean is the storage's matter.</summary>
/// <remarks>What lies behind the start goes when the writing begins, or with <paramref name="cutsOff"/> false is written over.</remarks>
internal sealed class MemoryWriter(MemoryContent content, long start, Action commit, Action rollBack, bool cutsOff = true) : IStorageWriter
{
    private readonly long _start = start;
    private long _at = start;
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
        if (!_ended && _begun && cutsOff)
            content.CutTo(_start);
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
            if (cutsOff)
                content.Append(chunk.Memory.Span);
            else
                content.WriteOver(_at, chunk.Memory.Span);
            _at += chunk.Length;
        }
    }

    private void Begin()
    {
        if (!_begun && cutsOff)
            content.CutTo(_start);
        _begun = true;
    }
}
