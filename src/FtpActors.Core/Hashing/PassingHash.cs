using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Hashing;

/// <summary>The hash of bytes on their way to somebody else, who waits for it chunk by chunk.</summary>
internal sealed class PassingHash(HashKind kind) : IDisposable
{
    /// <summary>Up to so many bytes are hashed where they are: another thread would take longer to wake up.</summary>
    private const int Little = 4096;

    private readonly RunningHash _hash = new(kind);

    /// <summary>Of everything so far.</summary>
    public byte[] Value => _hash.Value;

    /// <summary>Passes chunks of memory on once they are hashed. Materialized once.</summary>
    public Flow<TransferChunk, TransferChunk, NotUsed> Flow => InspectFlow.Create(Append);

    /// <summary>Hashes on another thread unless it is little. Called anew once the task has ended.</summary>
    public ValueTask Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > Little)
            return new ValueTask(FileHash.Threads.Run(() => AppendHere(bytes)));
        AppendHere(bytes);
        return ValueTask.CompletedTask;
    }

    /// <summary>What is still being hashed ends by itself.</summary>
    public void Dispose() => _hash.Dispose();

    private Done AppendHere(ReadOnlyMemory<byte> bytes)
    {
        _hash.Append(bytes.Span);
        return Done.Instance;
    }
}
