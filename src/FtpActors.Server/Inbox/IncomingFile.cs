using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Inbox;

/// <summary>An upload while it comes. Thread-safe, but for its content, which is read once at most.</summary>
/// <remarks>
/// Say one of <see cref="Accept"/>, <see cref="Reject"/> and <see cref="Fail"/>: the client waits for it once everything has come. The
/// first counts. An upload is accepted once its content has ended well; one accepted without reading, or of which the reader
/// has had enough, goes on and its bytes are dropped. A reader that fails fails the upload: with its StorageException, else 451.
/// </remarks>
public sealed class IncomingFile
{
    private readonly TaskCompletionSource _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InboxPipe _pipe;
    private readonly Action _leave;
    private int _isRead;

    internal IncomingFile(FtpPath path, WriteMode mode, InboxPipe pipe, Action leave)
    {
        (Path, Mode, _pipe, _leave) = (path, mode, pipe, leave);
        _ = _verdict.Task.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    public FtpPath Path { get; }

    /// <summary>Whether the client wants a new file, one in place of another, or more of one; Resume begins at 0.</summary>
    public WriteMode Mode { get; }

    /// <summary>The bytes as they come, each piece yours to keep. Not asking for more holds the sender up, until the transfer counts as
    /// stalled. Completes when the client has sent everything and nobody else refuses the upload; fails when it is not to be kept.</summary>
    public Source<ReadOnlyMemory<byte>, NotUsed> Content => Chunks.Select(Kept);

    /// <summary>As <see cref="Content"/>, in pooled buffers and without a copy: dispose each.</summary>
    public Source<TransferChunk, NotUsed> Chunks => Source.FromGraph(new HandOverSource<TransferChunk>(_pipe.Chunks, StartReading));

    /// <summary>True once the upload is committed, and its client hears so; false when it was not kept, whatever the reason.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>Ends with the verdict.</summary>
    internal Task Verdict => _verdict.Task;

    /// <summary>You have it.</summary>
    public void Accept()
    {
        if (_verdict.TrySetResult() && Interlocked.CompareExchange(ref _isRead, 1, 0) == 0)
            _pipe.Discard();
    }

    /// <summary>You do not want it; what still comes is not read.</summary>
    /// <param name="reply">400–599.</param>
    public void Reject(FtpReply reply) => Refuse(new TransferRejectedException(TransferRejectedException.Checked(reply)));

    /// <summary>You cannot keep it: InputOutput reads 451, NoSpace 452, QuotaExceeded 552, Busy and Unavailable 450.</summary>
    public void Fail(StorageFault fault, string message) => Refuse(new StorageException(fault, message));

    /// <summary>Accepts it when <paramref name="work"/> ends well, refuses it when that fails.</summary>
    /// <returns>This file, never a failure: made for <c>SelectAsync</c>, so that one file does not end the stream of all.</returns>
    public async Task<IncomingFile> AcceptAfter(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
            Accept();
        }
        catch (Exception cause)
        {
            Refuse(cause);
        }

        return this;
    }

    /// <summary>For any failure.</summary>
    internal void Refuse(Exception cause)
    {
        var failure = Expected(cause);
        if (_verdict.TrySetException(failure))
            _pipe.Fail(failure);
    }

    internal void End(bool isKept)
    {
        _verdict.TrySetException(new StorageException(StorageFault.InputOutput, "The upload has ended."));
        _ended.TrySetResult(isKept);
    }

    /// <summary>Waits for a consumer no more; called once.</summary>
    internal void Leave() => _leave();

    private static Exception Expected(Exception cause) => cause switch
    {
        StorageException or TransferRejectedException => cause,
        AggregateException { InnerExceptions: [var inner] } => Expected(inner),
        _ => new StorageException(StorageFault.InputOutput, "The consumer of the upload failed.", cause),
    };

    private static ReadOnlyMemory<byte> Kept(TransferChunk chunk)
    {
        using (chunk)
            return chunk.Memory.ToArray();
    }

    private Reading? StartReading() => Interlocked.Exchange(ref _isRead, 1) == 0 ? new Reading(this) : null;

    private sealed class Reading(IncomingFile file) : IHandOver<TransferChunk>
    {
        public bool Take(TransferChunk element) => true;

        public void Finish(Exception? failure)
        {
            if (failure is null)
            {
                file._pipe.Discard();
                return;
            }

            file.Refuse(failure);
            // Also where it was accepted already: nobody reads what still comes.
            file._pipe.Fail(Expected(failure));
            file._pipe.Drain();
        }
    }
}
