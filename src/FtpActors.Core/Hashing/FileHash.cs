using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Blocking;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Hashing;

/// <summary>The hash of a stretch of bytes.</summary>
/// <param name="Value">As long as the kind makes it.</param>
/// <param name="Bytes">How many bytes it is of.</param>
public sealed record FileHash(ReadOnlyMemory<byte> Value, long Bytes)
{
    /// <summary>Half of the machine at most, whatever the number of servers and clients; every file that is being hashed has its turn, a chunk at a time.</summary>
    internal static BlockingThreads Threads { get; } = new(Math.Max(1, Environment.ProcessorCount / 2), "ftp-hash");

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hex => Convert.ToHexStringLower(Value.Span);

    /// <summary>Reads <paramref name="content"/> to its end and hashes it on threads of its own, in the memory of a chunk or two.</summary>
    /// <exception cref="OperationCanceledException">As the task's failure, at once; the stream ends with the next chunk or when
    /// its reader is disposed, and gives back what it holds.</exception>
    public static async Task<FileHash> Of(
        Source<TransferChunk, NotUsed> content, HashKind kind, IMaterializer materializer, CancellationToken cancel)
    {
        using var hash = new RunningHash(kind);
        await content
            .SelectAsync(1, chunk => Threads.Run(() => Append(hash, chunk, cancel)))
            .RunWith(Sink.Ignore<Done>(), materializer)
            .WaitAsync(cancel)
            .ConfigureAwait(false);
        return new FileHash(hash.Value, hash.Bytes);
    }

    private static Done Append(RunningHash hash, TransferChunk chunk, CancellationToken cancel)
    {
        hash.Append(chunk);
        cancel.ThrowIfCancellationRequested();
        return Done.Instance;
    }
}
