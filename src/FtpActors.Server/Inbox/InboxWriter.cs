using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Inbox;

/// <summary>The data connection's end of an upload to an inbox: committing waits for the consumer's verdict.</summary>
/// <param name="file">The consumer's end.</param>
/// <param name="pipe">Between the two.</param>
/// <param name="offer">Shows the file to consumers, once its data connection is open.</param>
/// <param name="timeout">For the verdict.</param>
/// <param name="time">Measures it.</param>
internal sealed class InboxWriter(IncomingFile file, InboxPipe pipe, Action<IncomingFile> offer, TimeSpan timeout, TimeProvider time) : IStorageWriter
{
    private volatile bool _isOffered;

    public Sink<TransferChunk, Task<Done>> Content => pipe.Incoming
        .SelectAsync(1, async chunk =>
        {
            await pipe.Write(chunk).ConfigureAwait(false);
            return Done.Instance;
        })
        .ToMaterialized(Sink.Ignore<Done>(), Keep.Right)
        .MapMaterializedValue(Offer);

    public async Task Commit(CancellationToken cancel)
    {
        pipe.End();
        try
        {
            await file.Verdict.WaitAsync(timeout, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TransferRejectedException(new FtpReply(451, "Requested action aborted: nobody decided about it."));
        }

        file.End(isKept: true);
    }

    public Task RollBack()
    {
        pipe.Fail(new StorageException(StorageFault.InputOutput, $"The upload of {file.Path} was given up."));
        file.End(isKept: false);
        pipe.Drain();
        return pipe.Idle();
    }

    public ValueTask DisposeAsync()
    {
        // Once offered it has its place until a consumer looks at it: so a client that gives up again and again fills no memory.
        if (!_isOffered)
            file.Leave();
        return ValueTask.CompletedTask;
    }

    private async Task<Done> Offer(Task<Done> written)
    {
        _isOffered = true;
        offer(file);
        try
        {
            return await written.ConfigureAwait(false);
        }
        finally
        {
            await pipe.Idle().ConfigureAwait(false);
        }
    }
}
