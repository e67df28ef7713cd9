using System.Threading.Channels;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Inbox;

/// <summary>Brings the chunks of an upload from the data connection to whoever reads it, one at a time. Thread-safe.</summary>
internal sealed class InboxPipe
{
    private readonly Channel<TransferChunk> _chunks = Channel.CreateBounded<TransferChunk>(1);
    private readonly SharedKillSwitch _killSwitch = KillSwitches.Shared("inbox");
    private volatile bool _isDiscarding;
    private volatile Task _writing = Task.CompletedTask;

    public ChannelReader<TransferChunk> Chunks => _chunks.Reader;

    /// <summary>What comes before <see cref="Write"/>: fails at once with what <see cref="Fail"/> is given, also while the client sends nothing.</summary>
    public Flow<TransferChunk, TransferChunk, NotUsed> Incoming => Flow.Create<TransferChunk>().Via(_killSwitch.Flow<TransferChunk>());

    /// <summary>Ends when the chunk is where the reader finds it. Takes it over.</summary>
    /// <returns>Fails with what <see cref="Fail"/> was given.</returns>
    public Task Write(TransferChunk chunk) => _writing = Put(chunk);

    /// <summary>Ends, and never fails, when nothing is in flight any more.</summary>
    public Task Idle() => _writing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>No more comes, and all of it has.</summary>
    public void End() => _chunks.Writer.TryComplete();

    /// <summary>Reader and writer hear of <paramref name="cause"/>. Without effect after <see cref="End"/>.</summary>
    public void Fail(Exception cause)
    {
        _chunks.Writer.TryComplete(cause);
        _killSwitch.Abort(cause);
    }

    /// <summary>Nobody reads any more, and the writer need not know.</summary>
    public void Discard()
    {
        _isDiscarding = true;
        _chunks.Writer.TryComplete();
        Drain();
    }

    /// <summary>Gives back what nobody read.</summary>
    public void Drain()
    {
        while (_chunks.Reader.TryRead(out var chunk))
            chunk.Dispose();
    }

    private async Task Put(TransferChunk chunk)
    {
        try
        {
            await _chunks.Writer.WriteAsync(chunk).ConfigureAwait(false);
        }
        catch (ChannelClosedException closed)
        {
            chunk.Dispose();
            if (!_isDiscarding)
                throw closed.InnerException ?? new StorageException(StorageFault.InputOutput, "The upload has ended already.");
        }
    }
}
